/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/**
 * The commands by their names, in the order in which help lists them. The library reads each one's options by reflection, which
 * takes a fifth of a second for all of them.
 */
final class Commands {
    private static final Map<String, Class<?>> ALL = all();

    private Commands() {}

    private static Map<String, Class<?>> all() {
        Map<String, Class<?>> all = new LinkedHashMap<>();
        all.put("run", RunCommand.class);
        all.put("controls", ControlsCommand.class);
        all.put("coverage", CoverageCommand.class);
        all.put("mutants", MutantsCommand.class);
        all.put("bisect", BisectCommand.class);
        all.put("presubmit", PresubmitCommand.class);
        all.put("nightly", NightlyCommand.class);
        all.put("history", HistoryCommand.class);
        all.put("gc", GcCommand.class);
        all.put("replay", ReplayCommand.class);
        all.put("analyze", AnalyzeCommand.class);
        all.put("plan", PlanCommand.class);
        all.put("series", SeriesCommand.class);
        all.put("boot", BootCommand.class);
        all.put("debug", DebugCommand.class);
        all.put("doctor", DoctorCommand.class);
        all.put("check", LauncherCommands.Check.class);
        all.put("install", LauncherCommands.Install.class);
        all.put("package", LauncherCommands.MakePackage.class);
        all.put("help", CommandLine.HelpCommand.class);
        return all;
    }

    /** Every command, by its name. */
    static Map<String, Class<?>> byName() {
        return Map.copyOf(ALL);
    }

    /** Those that a command line may need: the one that its first word names, else all, as what is wrong with it is to be told. */
    static Collection<Class<?>> needed(List<String> arguments) {
        Class<?> named = arguments.isEmpty() ? null : ALL.get(arguments.get(0));
        return named == null || named == CommandLine.HelpCommand.class ? ALL.values() : List.of(named);
    }
}
