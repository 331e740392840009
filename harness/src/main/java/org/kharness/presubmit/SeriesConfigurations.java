/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.TreeChange;
import org.kharness.progress.Progress;
import org.kharness.report.ConfigurationReview;
import org.kharness.stage.RunState;

/**
 * Compiles a series' files in other configurations: in most of them with the whole series, in some with each of its patches.
 */
final class SeriesConfigurations {
    private final ConfigurationRuns.Builder builder;
    private final CompiledCheck.Compiled usually;
    private final Progress progress;
    private final RunState state;
    private final Path logs;
    private final List<Configuration> given;
    private final Map<String, ConfigurationReview> reviews = new LinkedHashMap<>();

    /**
     * Gets ready.
     *
     * @param usually which lines of a file the usual kernel's build compiles
     * @param logs the folder for what the compiler says
     * @param given the configurations that the user wants; none to find out which matter
     */
    SeriesConfigurations(
            ConfigurationRuns.Builder builder,
            CompiledCheck.Compiled usually,
            Progress progress,
            RunState state,
            Path logs,
            List<Configuration> given) {
        this.builder = builder;
        this.usually = usually;
        this.progress = progress;
        this.state = state;
        this.logs = logs;
        this.given = List.copyOf(given);
    }

    /**
     * Tries those that are tried on the whole series.
     *
     * @param tip the kernel with the series, which was built
     * @return the patches as they are to be seen after that
     */
    List<Reviewed> ofSeries(PatchReviews patches, List<Reviewed> reviewed, KernelTree base, KernelTree tip) {
        TreeChange change = TreeChange.between(base, tip);
        String usual = text(patches.tipKernel().config());
        ConfigurationPlan plan = ConfigurationPlan.of(given, tip, change, usual);
        plan.lines().forEach(progress::note);
        ConfigurationRuns runs = new ConfigurationRuns(builder, progress, logs, plan, usual);
        BroughtBy lines = patches.broughtBy();
        return state.phases().time("configs", r -> false, () -> {
            runs.run(base, tip, change).stream().map(lines::told).forEach(r -> reviews.put(r.name(), r));
            state.configurations(reviews());
            return patches.compiledAlso(
                    reviewed, (tree, file) -> runs.compiledSomewhere(tree, file, usually.lines(tree, file)));
        });
    }

    /**
     * Tries those that are tried on every patch.
     *
     * @param kernels those of the patches that applied
     * @return the patches, each with what that says of it
     */
    List<Reviewed> byPatch(List<Reviewed> reviewed, SeriesKernels kernels) {
        List<Configuration> wanted = Configuration.byPatch(given);
        if (wanted.isEmpty() || kernels.last() == 0) {
            return reviewed;
        }
        Set<Integer> notBuilding = reviewed.stream()
                .filter(SeriesConfigurations::doesNotBuild)
                .map(r -> r.outcome().number())
                .collect(Collectors.toSet());
        List<Reviewed> all = new ArrayList<>(reviewed);
        state.phases()
                .time("configs by patch", r -> false, () -> new PatchRuns(builder, progress, logs, kernels).run(wanted))
                .forEach((configuration, files) -> {
                    PatchVerdicts verdicts = PatchVerdicts.of(configuration, files, notBuilding);
                    reviews.put(configuration.name(), verdicts.row());
                    all.replaceAll(r -> {
                        Check check = verdicts.checks().get(r.outcome().number());
                        return check == null ? r : r.with(check);
                    });
                });
        state.configurations(reviews());
        return all;
    }

    private static boolean doesNotBuild(Reviewed patch) {
        return patch.checks().stream().anyMatch(c -> c.name().equals("builds") && c.outcome() == Check.Outcome.FAIL);
    }

    /** What came of all that was tried, in the order in which they were wanted. */
    List<ConfigurationReview> reviews() {
        List<ConfigurationReview> all = new ArrayList<>();
        given.forEach(c -> {
            ConfigurationReview review = reviews.get(c.name());
            if (review != null) {
                all.add(review);
            }
        });
        return given.isEmpty() ? List.copyOf(reviews.values()) : all;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
