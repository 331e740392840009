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
import picocli.CommandLine.ArgGroup;
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
            description = "compiler processes, and machines at a time (default: the number of CPUs)")
    private @Nullable Integer jobs;

    @Option(
            names = "--reports",
            paramLabel = "FOLDER",
            description = "where the run's folder goes (default: reports/ of the harness;"
                    + " of an installed one kharness/reports below ~/.local/state)")
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

    @Option(names = "--dry-run", description = "print the stages and QEMU's command line, and do nothing")
    private boolean dryRun;

    @ArgGroup(validate = false, heading = "%nThe machine:%n", order = 20)
    private MachineArguments machine = new MachineArguments();

    /** The usual request with these wishes. */
    RunRequest request(String kernel, @Nullable String series, Path plan, CliContext context) {
        Integer asked = jobs;
        if (asked != null && asked < 1) {
            throw new InputException("--jobs " + asked + ": a number from 1 is wanted");
        }
        Path where = reports == null ? context.reports() : writable(reports.toAbsolutePath());
        return RunRequest.usual(kernel, series, plan, context.top(), where)
                .on(builder, accelerator, asked == null ? 0 : asked)
                .made(variants(context, List.of()))
                .wishing(machine.wishes())
                .askedBy(context.arguments());
    }

    private static Path writable(Path folder) {
        Path there = folder;
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (there == null || !Files.isDirectory(there) || !Files.isWritable(there)) {
            throw new InputException("--reports " + folder + ": cannot write to " + there);
        }
        return folder;
    }

    /** True if nothing is to be done but told. */
    boolean dryRun() {
        return dryRun;
    }

    /**
     * The ways in which the kernel is to be made.
     *
     * @param fragments configuration of the user's own, on top of the variants'
     */
    List<Variant> variants(CliContext context, List<Path> fragments) {
        return variants(context, fragments, variant);
    }

    /** The same for variants of other names, as --variant takes them. */
    List<Variant> variants(CliContext context, List<Path> fragments, @Nullable String named) {
        for (Path fragment : fragments) {
            if (!Files.isReadable(fragment)) {
                throw new InputException("--config " + fragment + ": no such readable file");
            }
        }
        List<String> lines = items.stream()
                .map(i -> i.startsWith("CONFIG_") ? i : "CONFIG_" + i)
                .toList();
        KernelRecipe own = new KernelRecipe(fragments, lines, new TreeMap<>(), List.of());
        return new Variants(Variants.folder(context.top()))
                .asked(named).stream().map(v -> v.with(own)).toList();
    }
}
