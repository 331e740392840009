/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.stage;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
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
 * What a request would do. Input that cannot be used is found; nothing is obtained, built, started or written. It is what
 * {@code --dry-run --json} prints, the names of its components the names of its keys.
 *
 * @param source where the kernel comes from; null for one that is built already
 * @param bzImage the kernel that is booted as it is, a path; null if one is built
 * @param series the series as it was asked for; null for none
 * @param seriesOptions true if options say how the series is read and applied
 * @param kernels the kernels to boot, one for each variant
 * @param plan the plan's name; null where a kernel is booted for a command and no plan is run
 * @param topologies number of different things that guests are made ready with
 * @param freshBoot true if every scenario boots; false if it goes on from a copy of a saved machine
 * @param scenarios the scenarios that are run, by id, in their order
 * @param against the kernel to compare with; null for none
 * @param then what the job does besides, a sentence each
 * @param reports the folder below which the run's own is made; null where nothing is reported
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DryRun(
        @Nullable String source,
        @Nullable String bzImage,
        @Nullable String series,
        boolean seriesOptions,
        List<Kernel> kernels,
        @Nullable String plan,
        long topologies,
        boolean freshBoot,
        List<String> scenarios,
        @Nullable String against,
        List<String> then,
        @Nullable String reports) {
    public DryRun {
        kernels = List.copyOf(kernels);
        scenarios = List.copyOf(scenarios);
        then = List.copyOf(then);
    }

    /**
     * One kernel and its machine.
     *
     * @param variant the way in which it is made
     * @param builder "container" or "host"; null for a kernel that is built already
     * @param compiler "gcc" or "clang"; null likewise
     * @param jobs how many compilers at a time; 0 for the number of CPUs
     * @param qemu the machine's command line, a word each; what a run makes has a name in capitals, such as /KERNEL/bzImage
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Kernel(
            String variant,
            @Nullable String builder,
            @Nullable String compiler,
            int jobs,
            List<String> qemu) {
        public Kernel {
            qemu = List.copyOf(qemu);
        }

        private String told() {
            return variant + ", by the " + builder
                    + (Compiler.GCC.program().equals(compiler) ? "" : " with " + compiler)
                    + (jobs > 0 ? ", " + jobs + " jobs" : "");
        }
    }

    /**
     * Works it out.
     *
     * @param accelerator what machines would be run by
     * @param more what the job does besides, a sentence each
     */
    public static DryRun of(RunRequest request, Accelerator accelerator, List<String> more) {
        return of(request, Chosen.by(request), accelerator, more);
    }

    /** The same of a kernel that is booted for a command; the request's plan is not looked at. */
    public static DryRun booting(RunRequest request, Accelerator accelerator, List<String> more) {
        return of(request, null, accelerator, more);
    }

    private static DryRun of(RunRequest request, @Nullable Chosen chosen, Accelerator accelerator, List<String> more) {
        List<Scenario> scenarios = chosen == null ? List.of() : chosen.scenarios();
        Path ready = request.bzImage();
        String series = ready == null ? request.series() : null;
        return new DryRun(
                ready == null ? request.kernel() : null,
                ready == null ? null : ready.toString(),
                series,
                series != null && !request.wishes().equals(SeriesWishes.NONE),
                request.variants().stream()
                        .map(v -> kernel(request, v, accelerator))
                        .toList(),
                chosen == null ? null : chosen.plan().name(),
                scenarios.stream().map(Scenario::topology).distinct().count(),
                request.freshBoot(),
                scenarios.stream().map(Scenario::id).toList(),
                request.against(),
                more,
                chosen == null ? null : request.reports().toString());
    }

    private static Kernel kernel(RunRequest request, Variant variant, Accelerator accelerator) {
        Path ready = request.bzImage();
        Path image = ready == null ? Path.of("/KERNEL/bzImage") : ready.toAbsolutePath();
        MachineSpec spec =
                Workshop.spec(request.made(List.of(variant)), accelerator.kind(), image, Path.of("/GUEST/initramfs"));
        List<String> qemu = spec.commandLine(Path.of("/MACHINE"), Path.of("/RUN/console/SCENARIO.log"));
        return ready != null
                ? new Kernel(variant.name(), null, null, 0, qemu)
                : new Kernel(
                        variant.name(),
                        request.builder().name().toLowerCase(Locale.ROOT),
                        request.compiler().program(),
                        request.jobs(),
                        qemu);
    }

    /** The same in words, a line each. */
    @JsonIgnore
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (bzImage == null) {
            lines.add("source     " + source);
            lines.add("series     " + (series == null ? "none" : series)
                    + (seriesOptions ? ", read and applied with options" : ""));
            kernels.forEach(k -> lines.add("build      " + k.told()));
        } else {
            lines.add("kernel     " + bzImage + ", as it is");
        }
        if (plan != null) {
            lines.add("guest      made ready for "
                    + (topologies == 1 ? "one topology" : topologies + " topologies") + ", "
                    + (freshBoot ? "every scenario boots" : "saved, every scenario goes on from a copy"));
            lines.add("scenarios  " + scenarios.size() + " of " + plan + ": " + String.join(" ", scenarios));
        }
        if (against != null) {
            lines.add("against    " + against + ", without the series");
        }
        then.forEach(m -> lines.add("then       " + m));
        if (reports != null) {
            lines.add("report     below " + reports);
        }
        kernels.forEach(k ->
                lines.add("qemu       " + k.qemu().stream().map(DryRun::quoted).collect(Collectors.joining(" "))));
        return lines;
    }

    /** A word as a shell takes it. */
    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
