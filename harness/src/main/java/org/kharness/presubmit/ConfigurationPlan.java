/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.TreeChange;
import org.kharness.presubmit.Configuration.Kind;

/**
 * What is to be compiled in which configurations.
 *
 * @param configurations in the order in which they are tried
 * @param objects the files
 * @param folderLines lines of a .config that turn on what the touched folders have
 * @param notes what was left out, a line each
 */
record ConfigurationPlan(
        List<Configuration> configurations, TouchedObjects objects, List<String> folderLines, List<String> notes) {
    /** Each costs a configuration and the files. */
    static final int MOST_SYMBOLS = 12;

    private static final Pattern SET = Pattern.compile("CONFIG_(?<symbol>\\w+)=(?<value>.*)");

    ConfigurationPlan {
        configurations = List.copyOf(configurations);
        folderLines = List.copyOf(folderLines);
        notes = List.copyOf(notes);
    }

    /**
     * Makes one.
     *
     * @param given the configurations that the user wants; none to find out which matter
     * @param tip the kernel with the series
     * @param change what the series changes
     * @param usual the usual configuration as lines of a .config
     */
    static ConfigurationPlan of(List<Configuration> given, KernelTree tip, TreeChange change, String usual) {
        TouchedSymbols touched = new TouchedSymbols(tip, change);
        TouchedObjects objects = TouchedObjects.of(tip, change);
        List<String> notes = new ArrayList<>(objects.notes());
        List<Configuration> all = given.isEmpty() ? derived(touched, usual, notes) : given;
        return new ConfigurationPlan(all, objects, touched.folderLines(), notes);
    }

    private static List<Configuration> derived(TouchedSymbols touched, String usual, List<String> notes) {
        Map<String, String> values = values(usual);
        List<Configuration> symbols = new ArrayList<>();
        for (String symbol : touched.all()) {
            String value = values.getOrDefault(symbol, "n");
            if (value.equals("y") || value.equals("m")) {
                symbols.add(new Configuration(Kind.OFF, symbol));
            } else if (value.equals("n")) {
                symbols.add(new Configuration(Kind.ON, symbol));
            }
        }
        if (symbols.size() > MOST_SYMBOLS) {
            symbols.subList(MOST_SYMBOLS, symbols.size())
                    .forEach(c -> notes.add(c.name() + ": left out, as there are " + MOST_SYMBOLS + " before it"));
        }
        List<Configuration> all = new ArrayList<>(List.of(Configuration.of(Kind.USUAL)));
        symbols.stream().limit(MOST_SYMBOLS).forEach(all::add);
        for (Kind kind : List.of(Kind.MODULES, Kind.BITS_32, Kind.W1, Kind.SPARSE)) {
            all.add(Configuration.of(kind));
        }
        return all;
    }

    /** Those that are tried on the whole series. */
    List<Configuration> ofSeries() {
        return configurations.stream().filter(c -> !c.kind().byPatch()).toList();
    }

    /** The symbols that are set, without CONFIG_. */
    static Map<String, String> values(String config) {
        Map<String, String> values = new HashMap<>();
        config.lines()
                .map(SET::matcher)
                .filter(Matcher::matches)
                .forEach(m -> values.put(m.group("symbol"), m.group("value")));
        return values;
    }

    /** What will be done, a line each. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        configurations.forEach(c -> lines.add("configuration " + c.name() + ": " + c.about()));
        lines.add("compiled in each: " + (objects.files().isEmpty() ? "no C file" : String.join(" ", objects.files())));
        if (ofSeries().size() < configurations.size()) {
            lines.add("patch by patch: the files that the patch has a part in, before it and after it");
        }
        lines.addAll(notes);
        return lines;
    }
}
