/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.stage;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.kharness.cache.Cache;
import org.kharness.failure.HarnessException;
import org.kharness.failure.InputException;
import org.kharness.job.JobContext;
import org.kharness.report.ReportJson;
import org.kharness.report.RunReport;
import org.kharness.variant.Variant;

/**
 * What the chosen scenarios do on the kernel before the series. Judged once for a kernel, a guest and a plan: the next
 * comparison reads it from the cache. Results that could not be judged are not kept.
 */
public final class Baseline {
    private final JobContext context;

    public Baseline(JobContext context) {
        this.context = context;
    }

    /**
     * Compares what the state has judged with the kernel that the request names, and tells the state.
     *
     * @param folder the run's folder, which gets a folder "base" with its consoles and build.log
     */
    public void compare(RunRequest request, Path folder, RunState state) {
        RunRequest wanted = request.base();
        List<RunReport.ScenarioResult> results = new ArrayList<>();
        RunReport.Kernel kernel = null;
        for (Variant variant : wanted.variants()) {
            RunReport report = of(wanted.made(List.of(variant)), folder.resolve("base"), state);
            kernel = report.kernel();
            results.addAll(report.scenarios());
        }
        RunReport.Kernel base = Objects.requireNonNull(kernel, "a run that judged names its kernel");
        state.against(base.source(), base.release(), base.commit(), results);
    }

    private RunReport of(RunRequest request, Path folder, RunState state) {
        Chosen chosen = Chosen.by(request);
        RunState own = new RunState("base", Instant.EPOCH, context.progress());
        Stages stages = new Stages(request, context, state.phases().within("base"));
        Stages.Made made;
        try {
            made = stages.toMachine(chosen.plan(), folder, own);
        } catch (InputException e) {
            throw new InputException("--against: " + e.getMessage(), e);
        }
        Path kept = kept(request, chosen, made.machine());
        if (Files.isRegularFile(kept)) {
            try {
                RunReport report = ReportJson.read(kept);
                context.progress().note("the kernel without the series was judged before: taken from the cache");
                return report;
            } catch (HarnessException e) {
                Cache.delete(kept); // of another version: judged anew
            }
        }
        made.workshop().judge("scenarios", made.machine(), chosen, folder, own, run -> {});
        RunReport report = own.report();
        if (report.scenarios().stream().noneMatch(s -> s.verdict().equals("ERROR"))) {
            Cache.write(kept, ReportJson.write(report));
        }
        return report;
    }

    /** What names the program that judges: its archive's bytes, or the folder that it was compiled into. */
    public static String judges() {
        Path code = Path.of(URI.create(Baseline.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        return Files.isRegularFile(code) ? Cache.digest(code) : code.toString();
    }

    /** Where it is kept: named by everything that its verdicts follow from. */
    private Path kept(RunRequest request, Chosen chosen, BootableMachine machine) {
        String key = Cache.digest(
                judges(),
                machine.identity(),
                machine.spec().toString(),
                String.valueOf(machine.limits()),
                chosen.scenarios().toString(),
                chosen.known().toString(),
                request.kernel(),
                String.valueOf(request.freshBoot()));
        return context.cache().folder("baselines").resolve(key + ".json");
    }
}
