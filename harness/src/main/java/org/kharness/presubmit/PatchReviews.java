/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kharness.apply.AppliedSeries;
import org.kharness.apply.ApplyOptions;
import org.kharness.apply.PatchOutcome;
import org.kharness.apply.SeriesApplier;
import org.kharness.build.BuiltKernel;
import org.kharness.build.KernelSize;
import org.kharness.failure.KernelBuildException;
import org.kharness.failure.SeriesException;
import org.kharness.failure.SurroundingsException;
import org.kharness.kernel.CommitText;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.TreeChange;
import org.kharness.presubmit.Check.Outcome;
import org.kharness.progress.Progress;
import org.kharness.report.PatchReview;
import org.kharness.series.Patch;
import org.kharness.series.PatchSeries;
import org.kharness.series.PostedMail;
import org.kharness.series.source.RequestedSeries;
import org.kharness.stage.RunState;

/** Checks the patches of a series in their order, one after the other in one object folder. */
final class PatchReviews {
    private final Bench bench;
    private final Progress progress;
    private final Path folder;
    private final RunState state;
    private final Map<Integer, Step> steps = new HashMap<>();
    private final List<EachKernel.OnTheWay> way = new ArrayList<>();
    private @Nullable KernelTree tip;
    private @Nullable BuiltKernel built;
    private String compiler = "";

    PatchReviews(Bench bench, Progress progress, Path folder, RunState state) {
        this.bench = bench;
        this.progress = progress;
        this.folder = folder;
        this.state = state;
    }

    /**
     * A patch and what was found.
     *
     * @param outcome what applying it met
     * @param author name and address; empty where it did not apply
     * @param patch as git format-patch writes it; empty where it did not apply
     * @param seconds its build took
     * @param compiled how many objects it compiled
     * @param size how the kernel's size changed, see {@link KernelSize#since}; empty where that is not known
     */
    record Reviewed(
            PatchOutcome outcome,
            int total,
            String author,
            String patch,
            double seconds,
            int compiled,
            String size,
            List<Check> checks) {
        /** The same with checks besides. */
        Reviewed with(Check... more) {
            List<Check> all = new ArrayList<>(checks);
            all.addAll(List.of(more));
            return new Reviewed(outcome, total, author, patch, seconds, compiled, size, all);
        }

        /** The same with another answer of a check that was done. */
        Reviewed having(Check other) {
            List<Check> all = checks.stream()
                    .map(c -> c.name().equals(other.name()) ? other : c)
                    .toList();
            return new Reviewed(outcome, total, author, patch, seconds, compiled, size, all);
        }

        PatchReview forReport() {
            return new PatchReview(
                    outcome.number(),
                    outcome.subject(),
                    author,
                    outcome.commit(),
                    seconds,
                    compiled,
                    size,
                    checks.stream()
                            .map(c ->
                                    new PatchReview.Check(c.name(), c.outcome().name(), c.details()))
                            .toList());
        }

        ReplyDrafts.Reviewed forReply() {
            return new ReplyDrafts.Reviewed(outcome.number(), total, outcome.subject(), author, patch, checks);
        }
    }

    /** The kernel with the whole series; empty where it does not apply or build. */
    Optional<KernelTree> tip() {
        return built == null ? Optional.empty() : Optional.ofNullable(tip);
    }

    /** The kernel of {@link #tip()}. */
    BuiltKernel tipKernel() {
        return java.util.Objects.requireNonNull(built);
    }

    /** The kernels on the way from the base to the last patch, as far as they were built. */
    List<EachKernel.OnTheWay> way() {
        return List.copyOf(way);
    }

    /** What compiled them, such as "gcc 12.2.0"; empty where nothing was built. */
    String compiler() {
        return compiler;
    }

    /** Checks every patch as it applies with these options. Those after one that does not apply are not looked at, and the tip is not there then. */
    List<Reviewed> of(KernelTree base, RequestedSeries series, ApplyOptions options) {
        Applied applied = state.phases().time("series", a -> false, () -> apply(base, series, options));
        state.series(applied.series());
        state.kernel(base, applied.series().result());
        // What the base says is what each patch's warnings are compared with, and most of the objects are its.
        built = state.phases().time("base", BuiltKernel::cached, () -> build(base, "base"));
        way.add(new EachKernel.OnTheWay(0, built, ""));
        List<Reviewed> reviewed = new ArrayList<>();
        KernelTree before = base;
        KernelTree lastBuilt = base;
        BuiltKernel lastGood = built;
        for (PatchOutcome outcome : applied.series().patches()) {
            Optional<KernelTree> commit = made(outcome)
                    ? SeriesApplier.commitOf(applied.series().result(), outcome.commit())
                    : Optional.empty();
            if (commit.isEmpty()) {
                way.add(new EachKernel.OnTheWay(
                        outcome.number(), null, outcome.state().word().replace('-', ' ')));
                reviewed.add(new Reviewed(outcome, applied.total(), "", "", 0, 0, "", List.of(applies(outcome))));
                continue;
            }
            Step step = new Step(
                    outcome,
                    applied.total(),
                    before,
                    commit.get(),
                    TreeChange.between(before, commit.get()),
                    lastGood,
                    TreeChange.between(lastBuilt, commit.get()),
                    mail(series, outcome));
            steps.put(outcome.number(), step);
            boolean first = reviewed.stream().allMatch(r -> r.patch().isEmpty());
            String name = "patch " + outcome.number() + "/" + applied.total();
            Reviewed one = state.phases().time(name, r -> false, () -> one(step, base));
            if (first) {
                one = one.with(ChangesCheck.check(posted(series)));
            }
            way.add(new EachKernel.OnTheWay(outcome.number(), built, built == null ? "was not built" : ""));
            lastGood = built == null ? lastGood : built;
            reviewed.add(one);
            progress.note(one.checks().stream()
                    .map(c -> c.name() + " " + c.outcome())
                    .reduce((a, b) -> a + ", " + b)
                    .orElse(""));
            before = commit.get();
            lastBuilt = built == null ? lastBuilt : before;
        }
        tip = applied.whole() ? applied.series().result() : null;
        built = applied.whole() ? built : null;
        return reviewed;
    }

    /**
     * The same patches, where those with statements that the usual configuration leaves out are looked at again.
     *
     * @param compiled which lines are compiled in any configuration
     */
    List<Reviewed> compiledAlso(List<Reviewed> reviewed, CompiledCheck.Compiled compiled) {
        return reviewed.stream()
                .map(r -> {
                    Step step = steps.get(r.outcome().number());
                    boolean left = r.checks().stream()
                            .anyMatch(c -> c.name().equals(CompiledCheck.NAME) && c.outcome() == Outcome.WARN);
                    return step == null || !left
                            ? r
                            : r.having(tried(
                                    CompiledCheck.NAME,
                                    () -> CompiledCheck.check(
                                            step.commit(), step.change(), CompiledCheck.Scope.ALL, compiled)));
                })
                .toList();
    }

    /** The mails that a series came in; none where it came otherwise. */
    static List<PostedMail> posted(RequestedSeries series) {
        PatchSeries patches = series.patches();
        return patches == null ? List.of() : patches.posted();
    }

    private static Optional<PostedMail> mail(RequestedSeries series, PatchOutcome outcome) {
        return posted(series).stream()
                .filter(m -> m.number() == outcome.number())
                .findFirst();
    }

    private static boolean made(PatchOutcome outcome) {
        return switch (outcome.state()) {
            case APPLIED, APPLIED_WITH_OFFSET, APPLIED_WITH_FUZZ, APPLIED_BY_3WAY, RESOLVED_BY_HAND -> true;
            default -> false;
        };
    }

    /**
     * A series as far as it applies.
     *
     * @param whole false where it does not apply to its end
     */
    private record Applied(AppliedSeries series, int total, boolean whole) {}

    private static Applied apply(KernelTree base, RequestedSeries series, ApplyOptions options) {
        try {
            AppliedSeries whole = SeriesApplier.apply(base, series, options);
            return new Applied(whole, whole.patches().size(), true);
        } catch (SeriesException e) {
            List<Patch> patches = series.needPatches().patches();
            List<PatchOutcome> status =
                    SeriesApplier.status(base, series, options).patches();
            int good = 0;
            while (good < status.size() && made(status.get(good))) {
                good++;
            }
            List<PatchOutcome> outcomes = new ArrayList<>();
            KernelTree result = base;
            if (good > 0) {
                AppliedSeries part = SeriesApplier.apply(
                        base, series.with(new PatchSeries(series.id(), patches.subList(0, good))), options);
                outcomes.addAll(part.patches());
                result = part.result();
            }
            outcomes.addAll(status.subList(good, status.size()));
            return new Applied(new AppliedSeries(series.id(), base, result, outcomes), patches.size(), false);
        }
    }

    private static Check applies(PatchOutcome outcome) {
        Outcome verdict = switch (outcome.state()) {
            case APPLIED, APPLIED_WITH_OFFSET -> Outcome.PASS;
            case CONFLICTS, PARTLY_THERE -> Outcome.FAIL;
            case APPLIED_WITH_FUZZ, APPLIED_BY_3WAY, RESOLVED_BY_HAND -> Outcome.WARN;
            default -> Outcome.SKIP;
        };
        return Check.of("applies", verdict, outcome.evidence());
    }

    /**
     * A patch that applied.
     *
     * @param before the commit before it
     * @param change what the patch itself changed
     * @param builtBefore the last kernel before it that was built, which may be of an earlier commit
     * @param sinceBuilt what changed since that one
     */
    private record Step(
            PatchOutcome outcome,
            int total,
            KernelTree before,
            KernelTree commit,
            TreeChange change,
            BuiltKernel builtBefore,
            TreeChange sinceBuilt,
            Optional<PostedMail> mail) {}

    private Reviewed one(Step step, KernelTree base) {
        PatchOutcome outcome = step.outcome();
        KernelTree commit = step.commit();
        CommitText text = CommitText.of(commit);
        String patch = CommitText.asPatch(commit);
        List<Check> checks = new ArrayList<>(List.of(applies(outcome)));
        built = null;
        try {
            BuiltKernel kernel = build(commit, "patch-" + outcome.number());
            built = kernel;
            checks.add(Check.of(
                    "builds",
                    Outcome.PASS,
                    kernel.cached()
                            ? "built by an earlier run"
                            : kernel.warnings().compiled() + " objects compiled"));
            checks.add(NewWarnings.check(
                    step.builtBefore().warnings().all(), kernel.warnings().all(), step.sinceBuilt()));
        } catch (KernelBuildException e) {
            checks.add(Check.of("builds", Outcome.FAIL, e.firstError()));
            checks.add(Check.skipped("warnings", "it does not build"));
        } catch (SurroundingsException e) {
            goOnAfter(e);
            checks.add(Check.impossible("builds", e));
            checks.add(Check.skipped("warnings", "it was not built"));
        }
        checks.add(
                built == null
                        ? Check.skipped(CompiledCheck.NAME, "it was not built")
                        : tried(
                                CompiledCheck.NAME,
                                () -> CompiledCheck.check(
                                        commit, step.change(), CompiledCheck.Scope.ONE, bench::compiledLines)));
        checks.add(tried("checkpatch", () -> checkpatch(commit, base, patch)));
        checks.add(tried(
                KernelDocCheck.NAME,
                () -> KernelDocCheck.check(step.before(), commit, step.change(), bench::kernelDoc)));
        checks.add(tried(
                RecipientsCheck.NAME,
                () -> RecipientsCheck.check(step.mail(), () -> bench.maintainers(commit, patch))));
        checks.add(SignOff.check(text.authorName(), text.authorEmail(), text.message()));
        checks.add(FixesTags.check(text.message(), base));
        return new Reviewed(
                outcome,
                step.total(),
                text.authorName() + " <" + text.authorEmail() + ">",
                patch,
                built == null ? 0 : built.warnings().seconds(),
                built == null ? 0 : built.warnings().compiled(),
                built == null ? "" : size(step.builtBefore(), built),
                checks);
    }

    private static String size(BuiltKernel before, BuiltKernel kernel) {
        return KernelSize.of(before.vmlinux())
                .flatMap(was -> KernelSize.of(kernel.vmlinux()).map(is -> is.since(was)))
                .orElse("");
    }

    private Check checkpatch(KernelTree commit, KernelTree base, String patch) {
        return bench.checkpatch(commit, base, patch)
                .map(CheckpatchCheck::of)
                .orElseGet(() -> Check.skipped("checkpatch", "the kernel has no scripts/checkpatch.pl"));
    }

    /** A check that our surroundings may not let us do. */
    private static Check tried(String name, Supplier<Check> check) {
        try {
            return check.get();
        } catch (SurroundingsException e) {
            goOnAfter(e);
            return Check.impossible(name, e);
        }
    }

    /** One patch's trouble does not end the review of the others, unless it is the user who ends it. */
    private static void goOnAfter(SurroundingsException e) {
        if (Thread.currentThread().isInterrupted()) {
            throw e;
        }
    }

    private BuiltKernel build(KernelTree commit, String name) {
        BuiltKernel kernel = bench.build(commit, folder.resolve("build").resolve(name + ".log"));
        state.built(kernel.release(), kernel.configDigest(), kernel.toolchain());
        compiler = kernel.toolchain().replaceFirst(" \\(.*\\)$", "");
        return kernel;
    }
}
