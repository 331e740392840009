/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.controls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kharness.apply.SeriesApplier;
import org.kharness.build.BuiltKernel;
import org.kharness.engine.ScenarioRun;
import org.kharness.failure.ExitCode;
import org.kharness.failure.InputException;
import org.kharness.failure.KernelBuildException;
import org.kharness.failure.SeriesException;
import org.kharness.kernel.KernelTree;
import org.kharness.plan.Scenario;
import org.kharness.report.RunReport;
import org.kharness.series.source.SeriesSource;
import org.kharness.stage.BootableMachine;
import org.kharness.stage.Chosen;
import org.kharness.stage.JobContext;
import org.kharness.stage.Reported;
import org.kharness.stage.RunRequest;
import org.kharness.stage.RunState;
import org.kharness.stage.Stages;
import org.kharness.stage.WholeRun;
import org.kharness.stage.Workshop;
import org.kharness.value.Glob;
import org.kharness.variant.Variant;
import org.kharness.verdict.Verdict.Outcome;
import org.kharness.verdict.Verdict.Stage;

/**
 * {@code kharness controls}: whether a plan catches broken kernels. The unbroken kernel runs first; a control is caught only
 * by a scenario that passes there and fails on the control.
 */
public final class ControlsJob {
    private final JobContext context;

    public ControlsJob(JobContext context) {
        this.context = context;
    }

    /**
     * What is asked for.
     *
     * @param run kernel, plan and surroundings
     * @param only a glob that control ids must match; null for all
     * @param all true to run the whole plan on each control instead of stopping at the first scenario that catches it
     * @param own true for those controls alone that name the plan as theirs
     */
    public record Request(RunRequest run, @Nullable String only, boolean all, boolean own) {}

    /**
     * Controls that are tried together, in one run.
     *
     * @param plan the plan that is to catch them, by name or file as it was asked for
     * @param variant the name of the variant of the kernels
     * @param own see {@link Request}
     */
    public record Batch(String plan, String variant, boolean own) {}

    /**
     * In which runs the controls are tried: those that name a plan with theirs, in the variant that they name, the others with the
     * plan that is asked for.
     *
     * @param only a glob that control ids must match; null for all
     * @param plan the plan that is asked for, by name or file
     * @param alone true where no other plan is to be run
     * @param variant that is asked for
     * @throws InputException if there are none
     */
    public static List<Batch> batches(Path top, @Nullable String only, String plan, boolean alone, Variant variant) {
        Set<Batch> batches = new LinkedHashSet<>();
        for (Control c : matching(ControlsManifest.read(folder(top)), only)) {
            String own = c.plan();
            String special = variant.plain() ? c.variant() : null;
            if (own == null && c.isFor(variant)) {
                batches.add(new Batch(plan, variant.name(), false));
            } else if (own != null && (!alone || own.equals(plan)) && (special != null || c.isFor(variant))) {
                batches.add(new Batch(own, special == null ? variant.name() : special, true));
            }
        }
        if (batches.isEmpty()) {
            throw none(only, variant, plan);
        }
        return List.copyOf(batches);
    }

    private static Path folder(Path top) {
        return top.resolve("kernel-patches").resolve("controls");
    }

    private static List<Control> matching(ControlsManifest manifest, @Nullable String only) {
        Glob ids = Glob.of(only);
        return manifest.controls().stream().filter(c -> ids.matches(c.id())).toList();
    }

    /** Runs. */
    public WholeRun.Result run(Request request) {
        Path patches = folder(request.run().top());
        Chosen chosen = Chosen.by(request.run());
        List<Control> controls =
                choose(ControlsManifest.read(patches), request, chosen.plan().name());
        return Reported.run(
                request.run(),
                context.progress(),
                (folder, state) -> new Ledger(request, patches, chosen, folder, state).fill(controls));
    }

    /** Those of the usual kernel, or those that only this variant is to catch, less those that are another plan's. */
    private static List<Control> choose(ControlsManifest manifest, Request request, String plan) {
        Variant variant = request.run().variant();
        List<Control> chosen = matching(manifest, request.only()).stream()
                .filter(c -> c.isFor(variant))
                .filter(c -> request.own() ? plan.equals(c.plan()) : c.isForPlan(plan))
                .toList();
        if (chosen.isEmpty()) {
            throw none(request.only(), variant, plan);
        }
        return chosen;
    }

    private static InputException none(@Nullable String only, Variant variant, String plan) {
        return new InputException((only == null ? "" : "--only " + only + " ")
                + (variant.plain() ? "" : "--variant " + variant.name()) + ": no control of the plan " + plan
                + " matches");
    }

    /** One run over the controls. */
    private final class Ledger {
        private final Request request;
        private final Path patches;
        private final Chosen chosen;
        private final Path folder;
        private final RunState state;

        Ledger(Request request, Path patches, Chosen chosen, Path folder, RunState state) {
            this.request = request;
            this.patches = patches;
            this.chosen = chosen;
            this.folder = folder;
            this.state = state;
        }

        void fill(List<Control> controls) {
            Stages stages =
                    new Stages(request.run(), context.cache(), context.progress(), context.cleanup(), state.phases());
            Stages.Made made = stages.toMachine(chosen.plan(), folder, state);
            KernelTree base = Objects.requireNonNull(made.tree());
            List<ScenarioRun> baseline =
                    made.workshop().judge("unbroken kernel", made.machine(), chosen, folder, state, r -> {});
            if (baseline.stream().anyMatch(r -> r.verdict().stage() == Stage.NO_USER_SPACE)) {
                return; // the exit code says that the kernel does not boot
            }
            List<Scenario> passing = baseline.stream()
                    .filter(r -> r.verdict().outcome() == Outcome.PASS)
                    .map(ScenarioRun::scenario)
                    .toList();
            List<RunReport.ControlResult> results = new ArrayList<>();
            for (Control control : controls) {
                context.progress().stage("control " + control.id());
                long begin = System.nanoTime();
                RunReport.ControlResult result = one(control, base, made.workshop(), passing, begin);
                results.add(result);
                context.progress()
                        .note(result.outcome() + "  " + control.id()
                                + (result.by().isEmpty()
                                        ? ""
                                        : "  by " + result.by().get(0)) + "  " + result.seen());
            }
            state.controls(results, exitCode(results));
        }

        private RunReport.ControlResult one(
                Control control, KernelTree base, Workshop workshop, List<Scenario> passing, long begin) {
            Optional<String> file = control.fileFor(base.release());
            if (file.isEmpty()) {
                return result(control, "SKIP", List.of(), "is not for " + base.release(), Map.of(), begin);
            }
            try {
                KernelTree broken = SeriesApplier.apply(
                                base,
                                SeriesSource.open(patches.resolve(file.get()).toString(), patches, context.cache()))
                        .result();
                BuiltKernel built = workshop.build(
                        broken, folder.resolve("controls").resolve(control.id()).resolve("build.log"));
                RunReport.ControlResult seen = judge(control, workshop, workshop.machine(built), passing, begin);
                return control.variant() == null || seen.by().isEmpty() || askForIt(seen, passing)
                        ? seen
                        : besidePlain(control, broken, passing, seen, begin);
            } catch (SeriesException | KernelBuildException e) {
                return result(control, "ERROR", List.of(), firstLine(e), Map.of(), begin);
            }
        }

        /** Whether the scenarios that caught it are for this variant alone: the usual kernel skips them. */
        private static boolean askForIt(RunReport.ControlResult seen, List<Scenario> passing) {
            return passing.stream().filter(s -> seen.by().contains(s.id())).allMatch(s -> s.variant() != null);
        }

        /** Whether the usual kernel, broken in the same way, looks sound to the scenarios that caught the variant's. */
        private RunReport.ControlResult besidePlain(
                Control control, KernelTree broken, List<Scenario> passing, RunReport.ControlResult seen, long begin) {
            Path plain = folder.resolve("controls").resolve(control.id()).resolve("plain");
            Workshop workshop =
                    new Workshop(request.run().made(List.of(Variant.PLAIN)), chosen.plan(), context, state.phases());
            BuiltKernel built = workshop.build(broken, plain.resolve("build.log"));
            List<Scenario> again =
                    passing.stream().filter(s -> seen.by().contains(s.id())).toList();
            List<String> also = workshop.run(workshop.machine(built), plain, again, chosen.known(), r -> {}).stream()
                    .filter(r -> r.verdict().outcome() != Outcome.PASS)
                    .map(r -> r.scenario().id())
                    .toList();
            String beside = also.isEmpty()
                    ? "the plain kernel misses it"
                    : "not by the variant alone: the plain kernel does not pass " + String.join(", ", also);
            return result(control, seen.outcome(), seen.by(), seen.seen() + "; " + beside, seen.verdicts(), begin);
        }

        private RunReport.ControlResult judge(
                Control control, Workshop workshop, BootableMachine machine, List<Scenario> passing, long begin) {
            Path consoles = folder.resolve("controls").resolve(control.id());
            Map<String, String> verdicts = new LinkedHashMap<>();
            List<String> by = new ArrayList<>();
            String seen = "";
            List<Scenario> left = ordered(control, passing);
            while (!left.isEmpty() && (by.isEmpty() || request.all())) {
                List<Scenario> next =
                        left.subList(0, Math.min(request.all() ? left.size() : workshop.jobs(), left.size()));
                left = left.subList(next.size(), left.size());
                for (ScenarioRun run : workshop.run(machine, consoles, next, chosen.known(), r -> {})) {
                    if (run.verdict().stage() == Stage.NO_USER_SPACE) {
                        return result(
                                control,
                                "ERROR",
                                List.of(),
                                "does not boot: " + run.verdict().reason(),
                                verdicts,
                                begin);
                    }
                    verdicts.put(run.scenario().id(), run.verdict().outcome().name());
                    if (run.verdict().outcome() == Outcome.FAIL) {
                        seen = by.isEmpty() ? run.verdict().reason() : seen;
                        by.add(run.scenario().id());
                    }
                }
            }
            return by.isEmpty()
                    ? result(control, "MISSED", by, "every scenario still passes", verdicts, begin)
                    : result(control, "CAUGHT", by, seen, verdicts, begin);
        }
    }

    /** Scenarios in the order in which they are likely to catch a control. */
    static List<Scenario> ordered(Control control, List<Scenario> scenarios) {
        Set<Scenario> ordered = new LinkedHashSet<>();
        for (String glob : control.caughtBy()) {
            Glob ids = Glob.of(glob);
            scenarios.stream().filter(s -> ids.matches(s.id())).forEach(ordered::add);
        }
        ordered.addAll(scenarios);
        return List.copyOf(ordered);
    }

    private static RunReport.ControlResult result(
            Control control, String outcome, List<String> by, String seen, Map<String, String> verdicts, long begin) {
        return new RunReport.ControlResult(
                control.id(),
                control.title(),
                control.standsFor(),
                outcome,
                by,
                seen,
                (System.nanoTime() - begin) / 1e9,
                verdicts);
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** A control that is missed is the plan's failure; one that could not be tried leaves the harness unable to tell. */
    static ExitCode exitCode(List<RunReport.ControlResult> results) {
        if (results.stream().anyMatch(r -> r.outcome().equals("MISSED"))) {
            return ExitCode.FAIL;
        }
        return results.stream().anyMatch(r -> r.outcome().equals("ERROR")) ? ExitCode.CANNOT_TELL : ExitCode.PASS;
    }
}
