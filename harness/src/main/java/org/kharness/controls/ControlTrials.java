/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.controls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.kharness.apply.SeriesApplier;
import org.kharness.build.BuiltKernel;
import org.kharness.engine.ScenarioRun;
import org.kharness.failure.KernelBuildException;
import org.kharness.failure.SeriesException;
import org.kharness.job.JobContext;
import org.kharness.kernel.KernelTree;
import org.kharness.plan.Scenario;
import org.kharness.report.RunReport.ControlResult;
import org.kharness.series.source.SeriesSource;
import org.kharness.stage.BootableMachine;
import org.kharness.stage.Chosen;
import org.kharness.stage.RunState;
import org.kharness.stage.Stages;
import org.kharness.stage.Workshop;
import org.kharness.variant.Variant;
import org.kharness.verdict.Verdict.Outcome;
import org.kharness.verdict.Verdict.Stage;

/** One run over the controls: each is applied, built and tried. */
final class ControlTrials {
    private final JobContext context;
    private final ControlsJob.Request request;
    private final Path patches;
    private final Chosen chosen;
    private final Path folder;
    private final RunState state;

    ControlTrials(
            JobContext context, ControlsJob.Request request, Path patches, Chosen chosen, Path folder, RunState state) {
        this.context = context;
        this.request = request;
        this.patches = patches;
        this.chosen = chosen;
        this.folder = folder;
        this.state = state;
    }

    void run(List<Control> controls) {
        Stages stages = new Stages(request.run(), context, state.phases());
        Stages.Made made = stages.toMachine(chosen.plan(), folder, state);
        KernelTree base = Objects.requireNonNull(made.tree());
        Variant variant = request.run().variant();
        Unbroken unbroken = new Unbroken(made.workshop(), made.machine(), chosen, variant, folder, state);
        List<Scenario> first = ControlsJob.ordered(controls.get(0), chosen.scenarios());
        unbroken.passing(request.all() ? chosen.scenarios() : first.subList(0, 1));
        if (!unbroken.boots()) {
            return; // the exit code says that the kernel does not boot
        }
        List<ControlResult> results = new ArrayList<>();
        for (Control control : controls) {
            context.progress().stage("control " + control.id());
            ControlResult result = new Trial(control, made.workshop(), unbroken).run(base);
            results.add(result);
            String by = result.by().isEmpty() ? "" : "  by " + result.by().get(0);
            context.progress().note(result.outcome() + "  " + control.id() + by + "  " + result.seen());
        }
        state.controls(results, ControlsJob.exitCode(results));
    }

    /** Whether one control is caught. */
    private final class Trial {
        private final Control control;
        private final Workshop workshop;
        private final Unbroken unbroken;
        private final Path own;
        private final long begin = System.nanoTime();
        private final Map<String, String> verdicts = new LinkedHashMap<>();

        Trial(Control control, Workshop workshop, Unbroken unbroken) {
            this.control = control;
            this.workshop = workshop;
            this.unbroken = unbroken;
            this.own = folder.resolve("controls").resolve(control.id());
        }

        ControlResult run(KernelTree base) {
            Optional<String> file = control.fileFor(base.release());
            if (file.isEmpty()) {
                return result("SKIP", List.of(), "is not for " + base.release());
            }
            try {
                KernelTree broken = SeriesApplier.apply(
                                base,
                                SeriesSource.open(patches.resolve(file.get()).toString(), patches, context.cache()))
                        .result();
                ControlResult seen = judge(workshop.machine(workshop.build(broken, own.resolve("build.log"))));
                return control.variant() == null || seen.by().isEmpty() || askForIt(seen)
                        ? seen
                        : besidePlain(broken, seen);
            } catch (SeriesException | KernelBuildException e) {
                return result("ERROR", List.of(), firstLine(e));
            }
        }

        private List<Scenario> by(ControlResult seen) {
            return chosen.scenarios().stream()
                    .filter(s -> seen.by().contains(s.id()))
                    .toList();
        }

        /** Whether the scenarios that caught it are for this variant alone: the usual kernel skips them. */
        private boolean askForIt(ControlResult seen) {
            return by(seen).stream().allMatch(s -> s.variant() != null);
        }

        /** Whether the usual kernel, broken in the same way, looks sound to the scenarios that caught the variant's. */
        private ControlResult besidePlain(KernelTree broken, ControlResult seen) {
            Path plain = own.resolve("plain");
            Workshop usual =
                    new Workshop(request.run().made(List.of(Variant.PLAIN)), chosen.plan(), context, state.phases());
            BuiltKernel built = usual.build(broken, plain.resolve("build.log"));
            List<String> also = usual.run(usual.machine(built), plain, by(seen), chosen.known(), r -> {}).stream()
                    .filter(r -> !r.verdict().outcome().isAsEver())
                    .map(r -> r.scenario().id())
                    .toList();
            String beside = also.isEmpty()
                    ? "the plain kernel misses it"
                    : "not by the variant alone: the plain kernel does not pass " + String.join(", ", also);
            return result(seen.outcome(), seen.by(), seen.seen() + "; " + beside);
        }

        private ControlResult judge(BootableMachine machine) {
            List<String> by = new ArrayList<>();
            String seen = "";
            List<Scenario> left = ControlsJob.ordered(control, chosen.scenarios());
            while (!left.isEmpty() && (by.isEmpty() || request.all())) {
                int many = Math.min(request.all() ? left.size() : workshop.jobs(), left.size());
                List<Scenario> next = unbroken.passing(left.subList(0, many));
                left = left.subList(many, left.size());
                for (ScenarioRun run : workshop.run(machine, own, next, chosen.known(), r -> {})) {
                    if (run.verdict().stage() == Stage.NO_USER_SPACE) {
                        return result(
                                "ERROR",
                                List.of(),
                                "does not boot: " + run.verdict().reason());
                    }
                    verdicts.put(run.scenario().id(), run.verdict().outcome().name());
                    if (run.verdict().outcome() == Outcome.FAIL) {
                        seen = by.isEmpty() ? run.verdict().reason() : seen;
                        by.add(run.scenario().id());
                    }
                }
            }
            return by.isEmpty() ? result("MISSED", by, "every scenario still passes") : result("CAUGHT", by, seen);
        }

        private ControlResult result(String outcome, List<String> by, String seen) {
            return new ControlResult(
                    control.id(),
                    control.title(),
                    control.standsFor(),
                    outcome,
                    by,
                    seen,
                    (System.nanoTime() - begin) / 1e9,
                    verdicts);
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
