/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.kharness.build.FileBuild;
import org.kharness.build.KernelRecipe;
import org.kharness.failure.SurroundingsException;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.TreeChange;
import org.kharness.kernel.TreeFiles;
import org.kharness.kernel.TreeSearch;
import org.kharness.presubmit.Configuration.Kind;
import org.kharness.progress.Progress;
import org.kharness.report.ConfigurationReview;

/**
 * Compiles a series' files in each configuration that is tried on the whole series, after the series and, where that said
 * something, before it.
 */
final class ConfigurationRuns {
    private static final Set<String> ON = Set.of("y", "m");

    private final Builder builder;
    private final Progress progress;
    private final Path logs;
    private final ConfigurationPlan plan;
    private final Map<String, String> usual;
    private final Map<Configuration, FileBuild.Outcome> tried = new LinkedHashMap<>();

    /** What compiles single files; see {@link org.kharness.stage.Workshop}. */
    interface Builder {
        boolean hasProgram(String name);

        FileBuild.Outcome compile(
                KernelTree tree, KernelRecipe more, List<String> files, UnaryOperator<String> lack, Path log);

        SortedSet<Integer> compiledLines(KernelTree tree, KernelRecipe more, String file);
    }

    /**
     * Gets ready.
     *
     * @param logs the folder for what the compiler says
     * @param usual the usual configuration as lines of a .config
     */
    ConfigurationRuns(Builder builder, Progress progress, Path logs, ConfigurationPlan plan, String usual) {
        this.builder = builder;
        this.progress = progress;
        this.logs = logs;
        this.plan = plan;
        this.usual = ConfigurationPlan.values(usual);
    }

    /** Tries all of them. */
    List<ConfigurationReview> run(KernelTree base, KernelTree tip, TreeChange change) {
        List<String> files = plan.objects().files();
        Map<Configuration, String> impossible = new HashMap<>();
        each(impossible, c -> tried.put(c, compile(c, tip, files, "")));
        // All of them before the source moves to the base, and only those that said something
        Map<Configuration, FileBuild.Outcome> before = new HashMap<>();
        each(impossible, c -> {
            FileBuild.Outcome after = tried.get(c);
            List<String> again = ConfigurationVerdict.names(files, change);
            if (after != null
                    && !after.quiet()
                    && !(again.isEmpty() && after.broken().isEmpty())) {
                before.put(c, compile(c, base, again, "-before"));
            }
        });
        List<ConfigurationReview> reviews = new ArrayList<>();
        for (Configuration c : plan.ofSeries()) {
            String why = impossible.get(c);
            FileBuild.Outcome after = tried.getOrDefault(c, FileBuild.Outcome.nothing("", ""));
            FileBuild.Outcome was = before.getOrDefault(c, FileBuild.Outcome.nothing("", ""));
            reviews.add(
                    why != null
                            ? ConfigurationVerdict.impossible(c, why)
                            : ConfigurationVerdict.of(c, files, was, after, change));
        }
        return reviews;
    }

    /** What is done with a configuration. */
    private interface Step {
        void with(Configuration configuration);
    }

    /** One configuration's trouble does not end the others, unless it is the user who ends it. */
    private void each(Map<Configuration, String> impossible, Step step) {
        for (Configuration configuration : plan.ofSeries()) {
            try {
                step.with(configuration);
            } catch (SurroundingsException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
                impossible.put(configuration, why);
            }
        }
    }

    private FileBuild.Outcome compile(Configuration c, KernelTree tree, List<String> files, String suffix) {
        progress.note("configuration " + c.name() + (suffix.isEmpty() ? "" : ", before the series"));
        return builder.compile(
                tree,
                c.recipe(plan.folderLines()),
                files,
                config -> lack(c, config, tree),
                logs.resolve(c.file() + suffix + ".log"));
    }

    /** Why a configuration that was made is not the one that was wanted; empty where it is. */
    private String lack(Configuration c, String config, KernelTree tree) {
        Map<String, String> values = ConfigurationPlan.values(config);
        boolean on = ON.contains(values.getOrDefault(c.symbol(), "n"));
        boolean usually = ON.contains(usual.getOrDefault(c.symbol(), "n"));
        if (c.kind() == Kind.OFF && on) {
            List<String> by = selecting(c.symbol(), values, tree);
            return by.isEmpty()
                    ? "it cannot be off: its entry gives it no choice, or a default that nothing can change"
                    : "it cannot be off: selected by " + String.join(", ", by);
        }
        if (c.kind() == Kind.OFF && !usually) {
            return "it is off in the usual configuration";
        }
        if (c.kind() == Kind.ON && !on) {
            return "it cannot be on: the kernel has no such symbol, or what it depends on is off";
        }
        return c.kind() == Kind.ON && usually ? "it is on in the usual configuration" : "";
    }

    /** Which symbols that are on select one. */
    private static List<String> selecting(String symbol, Map<String, String> values, KernelTree tree) {
        Set<String> by = new TreeSet<>();
        TreeFiles files = new TreeFiles(tree);
        for (String file : new TreeSearch(tree).filesWith(List.of("select " + symbol), List.of("*Kconfig*"))) {
            files.read(file)
                    .map(b -> KconfigFile.parse(new String(b, StandardCharsets.UTF_8)))
                    .ifPresent(k -> k.entries().stream()
                            .filter(e ->
                                    e.selects().contains(symbol) && ON.contains(values.getOrDefault(e.symbol(), "n")))
                            .forEach(e -> by.add(e.symbol())));
        }
        return List.copyOf(by);
    }

    /**
     * Which lines of a file some configuration compiles.
     *
     * @param tree a kernel of the series
     * @param usually what the usual kernel's build compiles; empty if that is not known
     */
    Optional<SortedSet<Integer>> compiledSomewhere(KernelTree tree, String file, Optional<SortedSet<Integer>> usually) {
        SortedSet<Integer> lines = new TreeSet<>(usually.orElseGet(TreeSet::new));
        tried.forEach((c, outcome) -> {
            if (outcome.built().contains(file)) {
                lines.addAll(builder.compiledLines(tree, c.recipe(plan.folderLines()), file));
            }
        });
        return usually.isEmpty() && lines.isEmpty() ? Optional.empty() : Optional.of(lines);
    }
}
