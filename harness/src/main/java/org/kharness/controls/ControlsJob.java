/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.controls;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.ExitCode;
import org.kharness.failure.InputException;
import org.kharness.job.JobContext;
import org.kharness.plan.Scenario;
import org.kharness.report.RunReport;
import org.kharness.stage.Chosen;
import org.kharness.stage.Reported;
import org.kharness.stage.RunRequest;
import org.kharness.stage.WholeRun;
import org.kharness.value.Glob;
import org.kharness.variant.Variant;

/**
 * {@code kharness controls}: whether a plan catches broken kernels. A control is caught only by a scenario that passes
 * on the unbroken kernel and fails on the control.
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
                (folder, state) -> new ControlTrials(context, request, patches, chosen, folder, state).run(controls));
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

    /** A control that is missed is the plan's failure; one that could not be tried leaves the harness unable to tell. */
    static ExitCode exitCode(List<RunReport.ControlResult> results) {
        if (results.stream().anyMatch(r -> r.outcome().equals("MISSED"))) {
            return ExitCode.FAIL;
        }
        return results.stream().anyMatch(r -> r.outcome().equals("ERROR")) ? ExitCode.CANNOT_TELL : ExitCode.PASS;
    }
}
