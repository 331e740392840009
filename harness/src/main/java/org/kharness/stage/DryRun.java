/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.stage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kharness.build.Compiler;
import org.kharness.host.Accelerator;
import org.kharness.machine.MachineSpec;
import org.kharness.plan.Scenario;
import org.kharness.variant.Variant;

/**
 * What a request would do, in words. Input that cannot be used is found; nothing is obtained, built, started or written.
 *
 * @param lines a line each
 */
public record DryRun(List<String> lines) {
    public DryRun {
        lines = List.copyOf(lines);
    }

    /**
     * Works it out.
     *
     * @param accelerator what machines would be run by
     * @param more what the job does besides, a line each
     */
    public static DryRun of(RunRequest request, Accelerator accelerator, List<String> more) {
        Chosen chosen = Chosen.by(request);
        List<String> lines = new ArrayList<>();
        Path ready = request.bzImage();
        if (ready == null) {
            lines.add("source     " + request.kernel());
            String series = request.series();
            lines.add("series     " + (series == null ? "none" : series + wishes(request.wishes())));
        } else {
            lines.add("kernel     " + ready + ", as it is");
        }
        for (Variant variant : request.variants()) {
            if (ready == null) {
                lines.add("build      " + variant.name() + ", by the "
                        + request.builder().name().toLowerCase(Locale.ROOT)
                        + (request.compiler() == Compiler.GCC
                                ? ""
                                : " with " + request.compiler().program())
                        + jobs(request));
            }
        }
        lines.add("guest      made ready for " + topologies(chosen) + ", "
                + (request.freshBoot() ? "every scenario boots" : "saved, every scenario goes on from a copy"));
        lines.add("scenarios  " + chosen.scenarios().size() + " of "
                + chosen.plan().name() + ": "
                + chosen.scenarios().stream().map(Scenario::id).collect(Collectors.joining(" ")));
        String against = request.against();
        if (against != null) {
            lines.add("against    " + against + ", without the series");
        }
        more.forEach(m -> lines.add("then       " + m));
        lines.add("report     below " + request.reports());
        for (Variant variant : request.variants()) {
            lines.add("qemu       " + qemu(request.made(List.of(variant)), accelerator, ready));
        }
        return new DryRun(lines);
    }

    private static String jobs(RunRequest request) {
        return request.jobs() > 0 ? ", " + request.jobs() + " jobs" : "";
    }

    private static String topologies(Chosen chosen) {
        long number =
                chosen.scenarios().stream().map(Scenario::topology).distinct().count();
        return number == 1 ? "one topology" : number + " topologies";
    }

    private static String wishes(SeriesWishes wishes) {
        return wishes.equals(SeriesWishes.NONE) ? "" : ", read and applied with options";
    }

    private static String qemu(RunRequest request, Accelerator accelerator, @Nullable Path ready) {
        Path kernel = ready == null ? Path.of("/KERNEL/bzImage") : ready.toAbsolutePath();
        MachineSpec spec = Workshop.spec(request, accelerator.kind(), kernel, Path.of("/GUEST/initramfs"));
        return spec.commandLine(Path.of("/MACHINE"), Path.of("/RUN/console/SCENARIO.log")).stream()
                .map(DryRun::quoted)
                .collect(Collectors.joining(" "));
    }

    /** A word as a shell takes it. */
    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
