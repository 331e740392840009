/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.kharness.build.KernelRecipe;
import org.kharness.failure.InputException;
import org.kharness.host.Accelerator;
import org.kharness.stage.RunRequest;
import org.kharness.variant.Variant;
import org.kharness.variant.Variants;
import picocli.CommandLine.Option;

/** Where and how kernels are built and run; shared by the commands that do so. */
final class RunArguments {
    @Option(
            names = "--builder",
            paramLabel = "BUILDER",
            defaultValue = "container",
            description = "container, or host: on this machine itself, unconfined (default: ${DEFAULT-VALUE})")
    private RunRequest.Builder builder = RunRequest.Builder.CONTAINER;

    @Option(
            names = "--accel",
            paramLabel = "ACCELERATOR",
            description = "kvm or tcg (default: KVM where it works, and the run says which)")
    private Accelerator.@Nullable Kind accelerator;

    @Option(
            names = {"-j", "--jobs"},
            paramLabel = "N",
            defaultValue = "0",
            description = "compiler processes, and machines at a time (default: the number of CPUs)")
    private int jobs;

    @Option(
            names = "--reports",
            paramLabel = "FOLDER",
            description = "where the run's folder goes (default: reports/ of the harness)")
    private @Nullable Path reports;

    @Option(
            names = "--variant",
            paramLabel = "NAMES",
            description =
                    "make the kernel so, such as kasan,lockdep: one after the other; a+b makes one kernel of both;"
                            + " qemu-images/config/variants has them (default: plain)")
    private @Nullable String variant;

    @Option(
            names = "--configitem",
            paramLabel = "CONFIG_X=VALUE",
            description = "a line of configuration on top; may be given several times")
    private List<String> items = new ArrayList<>();

    /** The usual request with these wishes. */
    RunRequest request(String kernel, @Nullable String series, Path plan, CliContext context) {
        Path where = reports == null ? context.top().resolve("reports") : reports.toAbsolutePath();
        return RunRequest.usual(kernel, series, plan, context.top(), where)
                .on(builder, accelerator, jobs)
                .made(variants(context, List.of()));
    }

    /**
     * The ways in which the kernel is to be made.
     *
     * @param fragments configuration of the user's own, on top of the variants'
     */
    List<Variant> variants(CliContext context, List<Path> fragments) {
        for (Path fragment : fragments) {
            if (!Files.isReadable(fragment)) {
                throw new InputException("--config " + fragment + ": no such readable file");
            }
        }
        List<String> lines = items.stream()
                .map(i -> i.startsWith("CONFIG_") ? i : "CONFIG_" + i)
                .toList();
        KernelRecipe own = new KernelRecipe(fragments, lines, new TreeMap<>(), List.of());
        Path folder = context.top().resolve("qemu-images").resolve("config").resolve("variants");
        return new Variants(folder)
                .asked(variant).stream().map(v -> v.with(own)).toList();
    }
}
