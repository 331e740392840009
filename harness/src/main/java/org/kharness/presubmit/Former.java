/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kharness.apply.PatchOutcome;
import org.kharness.build.BuiltKernel;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.NativeGit;
import org.kharness.process.CommandResult;
import org.kharness.progress.Progress;
import org.kharness.report.PatchReview;
import org.kharness.report.ReportJson;
import org.kharness.report.RunReport;

/**
 * The last presubmit of a series, for those of its patches that are still the same by git range-diff, which compares their
 * messages too, and by their patch-id. Of another base, configuration, compiler or harness nothing is kept.
 */
final class Former {
    /** Beside a run's report: what its answers depend on besides the patches. */
    static final String KEY = "presubmit.key";

    private static final Pattern PAIR =
            Pattern.compile("\\s*\\d+:\\s+(?<old>[0-9a-f]{7,40}) = \\s*\\d+:\\s+(?<new>[0-9a-f]{7,40})\\b.*");
    /** A folder of reports may have years of runs. */
    private static final int MOST_RUNS = 500;

    private final String run;
    private final Map<String, PatchReview> byCommit;

    private Former(String run, Map<String, PatchReview> byCommit) {
        this.run = run;
        this.byCommit = byCommit;
    }

    /** No former presubmit: everything is reviewed. */
    static Former none() {
        return new Former("", Map.of());
    }

    /**
     * What answers depend on besides the patches.
     *
     * @param built the base as it was built
     * @param harness what names the program
     */
    static String key(KernelTree base, BuiltKernel built, String harness) {
        return Cache.digest(base.commit(), built.configDigest(), built.toolchain(), harness);
    }

    /**
     * Looks for the newest presubmit that has a patch of the series, by patch-id or subject.
     *
     * @param reports the folder of the runs
     * @param key as {@link #key} gives it now
     * @param base the kernel before the series
     * @param tip the kernel after it
     * @param progress told what is kept, or why nothing is
     */
    static Former of(
            Path reports, String key, KernelTree base, KernelTree tip, List<PatchOutcome> patches, Progress progress) {
        for (Path folder : runs(reports)) {
            Optional<RunReport> found = read(folder).filter(r -> isOf(r, patches));
            if (found.isEmpty()) {
                continue;
            }
            RunReport report = found.get();
            RunReport.Kernel kernel = report.kernel();
            if (kernel == null || !kernel.baseCommit().equals(base.commit())) {
                progress.note("the base is another than in " + report.runId() + ": every patch is reviewed anew");
                return none();
            }
            if (!text(folder.resolve(KEY)).strip().equals(key)) {
                progress.note("configuration, compiler or kharness are others than in " + report.runId()
                        + ": every patch is reviewed anew");
                return none();
            }
            Former former = new Former(report.runId(), same(report, kernel.commit(), base, tip, patches));
            progress.note(former.byCommit.size() + " of " + patches.size() + " patches are as in " + report.runId());
            return former;
        }
        progress.note("no presubmit of this series in " + reports + " yet: every patch is reviewed");
        return none();
    }

    /** The folders of former presubmits, the newest first: their names begin with the time. */
    private static List<Path> runs(Path reports) {
        if (!Files.isDirectory(reports)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(reports)) {
            return all.filter(f -> !Files.isSymbolicLink(f) && Files.isRegularFile(f.resolve(KEY)))
                    .sorted(Comparator.comparing(Path::getFileName).reversed())
                    .limit(MOST_RUNS)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A report; empty for a run that was cut off before it wrote one, or of another version of the format. */
    private static Optional<RunReport> read(Path folder) {
        Path file = folder.resolve("report.json");
        try {
            return Files.isRegularFile(file) ? Optional.of(ReportJson.read(file)) : Optional.empty();
        } catch (InputException e) {
            return Optional.empty();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOf(RunReport report, List<PatchOutcome> patches) {
        RunReport.Series series = report.series();
        if (series == null || report.presubmit().isEmpty()) {
            return false;
        }
        Set<String> ids = new HashSet<>();
        Set<String> subjects = new HashSet<>();
        series.patches().forEach(p -> {
            ids.add(p.patchId());
            subjects.add(p.subject());
        });
        ids.remove("");
        return patches.stream().anyMatch(p -> ids.contains(p.patchId()) || subjects.contains(p.subject()));
    }

    private static Map<String, PatchReview> same(
            RunReport report, String oldTip, KernelTree base, KernelTree tip, List<PatchOutcome> patches) {
        CommandResult compared = NativeGit.command(
                        tip.repository(),
                        "range-diff",
                        "--no-color",
                        "--no-patch",
                        base.commit() + ".." + oldTip,
                        base.commit() + ".." + tip.commit())
                .keepErrorApart()
                .run();
        Map<String, PatchReview> same = new HashMap<>();
        if (!compared.ok()) {
            return same; // the cache was cleared meanwhile, so that the former commits are gone
        }
        for (String line : compared.output().lines().toList()) {
            Matcher pair = PAIR.matcher(line);
            if (!pair.matches()) {
                continue;
            }
            patches.stream()
                    .filter(p -> !p.commit().isEmpty() && p.commit().startsWith(pair.group("new")))
                    .findFirst()
                    .ifPresent(p -> report.presubmit().stream()
                            .filter(r -> !r.commit().isEmpty() && r.commit().startsWith(pair.group("old")))
                            .filter(r -> isWhole(r) && patchId(report, r.n()).equals(p.patchId()))
                            .findFirst()
                            .ifPresent(r -> same.put(p.commit(), r)));
        }
        return same;
    }

    /** False where our surroundings kept something from being looked at. */
    private static boolean isWhole(PatchReview review) {
        return review.checks().stream().noneMatch(c -> c.outcome().equals("ERROR"));
    }

    private static String patchId(RunReport report, int n) {
        RunReport.Series series = report.series();
        return series == null
                ? ""
                : series.patches().stream()
                        .filter(p -> p.n() == n)
                        .map(RunReport.Patch::patchId)
                        .findFirst()
                        .orElse("");
    }

    /** The former answer about a patch; empty where it is to be reviewed. */
    Optional<PatchReview> answer(PatchOutcome patch) {
        return Optional.ofNullable(byCommit.get(patch.commit()));
    }

    /** The run in which an answer was found, which may be an earlier one than the last. */
    String runOf(PatchReview review) {
        return review.kept().isEmpty() ? run : review.kept();
    }
}
