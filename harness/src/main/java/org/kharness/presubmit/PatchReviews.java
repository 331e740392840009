/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kharness.apply.ApplyOptions;
import org.kharness.apply.PatchOutcome;
import org.kharness.apply.SeriesApplier;
import org.kharness.build.BuiltKernel;
import org.kharness.build.KernelSize;
import org.kharness.failure.KernelBuildException;
import org.kharness.failure.SurroundingsException;
import org.kharness.kernel.CommitText;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.TreeChange;
import org.kharness.presubmit.Check.Outcome;
import org.kharness.progress.Progress;
import org.kharness.report.PatchReview;
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
    private final Formers formers;
    private final boolean everyKernel;
    private Former former = Former.none();
    private @Nullable KernelTree tip;
    private @Nullable BuiltKernel built;
    private String compiler = "";

    PatchReviews(Bench bench, Progress progress, Path folder, RunState state) {
        this(bench, progress, folder, state, (base, tip, built, patches) -> Former.none(), false);
    }

    /**
     * Gets ready.
     *
     * @param folder the run's
     * @param formers finds a former presubmit of the series
     * @param everyKernel true if the kernels are wanted of patches too that keep their answers
     */
    PatchReviews(Bench bench, Progress progress, Path folder, RunState state, Formers formers, boolean everyKernel) {
        this.bench = bench;
        this.progress = progress;
        this.folder = folder;
        this.state = state;
        this.formers = formers;
        this.everyKernel = everyKernel;
    }

    /** Finds a former presubmit of a series. */
    interface Formers {
        /**
         * Looks.
         *
         * @param built the base as it was built
         */
        Former of(KernelTree base, KernelTree tip, BuiltKernel built, List<PatchOutcome> patches);
    }

    /** The kernel with the whole series; empty where it does not apply or build. */
    Optional<KernelTree> tip() {
        return built == null ? Optional.empty() : Optional.ofNullable(tip);
    }

    /** The kernel of {@link #tip()}. */
    BuiltKernel tipKernel() {
        return java.util.Objects.requireNonNull(built);
    }

    /** What tells of which patch a line is. */
    BroughtBy broughtBy() {
        NavigableMap<Integer, TreeChange> changes = new TreeMap<>();
        steps.forEach((n, step) -> changes.put(n, step.change()));
        return new BroughtBy(changes);
    }

    /** The kernels from the base to the last patch that applied, whether or not they build. */
    SeriesKernels kernels(KernelTree base) {
        return new SeriesKernels(
                base,
                new TreeMap<>(steps)
                        .entrySet().stream()
                                .map(s -> new SeriesKernels.Patch(
                                        s.getKey(),
                                        s.getValue().commit(),
                                        s.getValue().change()))
                                .toList());
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
        PartlyApplied applied =
                state.phases().time("series", a -> false, () -> PartlyApplied.of(base, series, options));
        state.series(applied.series());
        state.kernel(base, applied.series().result());
        // What the base says is what each patch's warnings are compared with, and most of the objects are its.
        built = state.phases().time("base", BuiltKernel::cached, () -> build(base, "base"));
        way.add(new EachKernel.OnTheWay(0, built, ""));
        former = formers.of(
                base, applied.series().result(), built, applied.series().patches());
        List<Reviewed> reviewed = new ArrayList<>();
        KernelTree before = base;
        KernelTree lastBuilt = base;
        BuiltKernel lastGood = built;
        List<PatchOutcome> patches = applied.series().patches();
        for (int i = 0; i < patches.size(); i++) {
            PatchOutcome outcome = patches.get(i);
            Optional<KernelTree> commit = PartlyApplied.made(outcome)
                    ? SeriesApplier.commitOf(applied.series().result(), outcome.commit())
                    : Optional.empty();
            if (commit.isEmpty()) {
                way.add(new EachKernel.OnTheWay(
                        outcome.number(), null, outcome.state().word().replace('-', ' ')));
                reviewed.add(Reviewed.notThere(outcome, applied.total(), applies(outcome)));
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
            boolean needed = everyKernel || isReviewedNext(patches.subList(i + 1, patches.size()));
            String name = "patch " + outcome.number() + "/" + applied.total();
            Reviewed one = state.phases()
                    .time(name, r -> false, () -> kept(step, needed).orElseGet(() -> one(step, base)));
            if (reviewed.stream().allMatch(r -> r.patch().isEmpty())) {
                one = one.with(ChangesCheck.check(posted(series)));
            }
            way.add(new EachKernel.OnTheWay(outcome.number(), built, built == null ? "was not built" : ""));
            lastGood = built == null ? lastGood : built;
            reviewed.add(one);
            progress.note((one.kept().isEmpty() ? "" : "as in " + one.kept() + ": ")
                    + one.checks().stream()
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

    /** True where the kernel of a patch is what the next one is compared with, or the last of all. */
    private boolean isReviewedNext(List<PatchOutcome> rest) {
        return rest.stream()
                .filter(PartlyApplied::made)
                .findFirst()
                .map(next -> former.answer(next).isEmpty())
                .orElse(true);
    }

    /**
     * The answer of a former run, where there is one.
     *
     * @param needed true if the kernel with the patch is wanted; where it cannot be built, the answer does not hold any more
     */
    private Optional<Reviewed> kept(Step step, boolean needed) {
        Optional<PatchReview> answer = former.answer(step.outcome());
        built = null;
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        if (needed) {
            try {
                built = build(step.commit(), "patch-" + step.outcome().number());
            } catch (KernelBuildException e) {
                return Optional.empty();
            } catch (SurroundingsException e) {
                goOnAfter(e);
                return Optional.empty();
            }
        }
        PatchReview review = answer.get();
        List<Check> checks = new ArrayList<>();
        for (PatchReview.Check check : review.checks()) {
            switch (check.name()) {
                case "applies" -> checks.add(applies(step.outcome()));
                // To whom it was sent is not in the patch
                case RecipientsCheck.NAME -> checks.add(recipients(step));
                // About the series as a whole, or tried anew
                case ChangesCheck.NAME,
                        EachChecks.BOOTS,
                        EachChecks.SCENARIOS,
                        Configuration.W1,
                        Configuration.SPARSE -> {}
                default -> checks.add(new Check(check.name(), Outcome.valueOf(check.outcome()), check.details()));
            }
        }
        return Optional.of(new Reviewed(
                step.outcome(),
                step.total(),
                review.author(),
                CommitText.asPatch(step.commit()),
                0,
                0,
                review.size(),
                checks,
                former.runOf(review)));
    }

    private Check recipients(Step step) {
        return tried(
                RecipientsCheck.NAME,
                () -> RecipientsCheck.check(
                        step.mail(), () -> bench.maintainers(step.commit(), CommitText.asPatch(step.commit()))));
    }

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
        checks.add(recipients(step));
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
                checks,
                "");
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
