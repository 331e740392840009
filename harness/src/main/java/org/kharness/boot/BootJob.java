/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.boot;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kharness.engine.GuestShell;
import org.kharness.failure.InputException;
import org.kharness.failure.SurroundingsException;
import org.kharness.guest.UserPrograms;
import org.kharness.job.JobContext;
import org.kharness.machine.QemuMachine;
import org.kharness.plan.TestPlan;
import org.kharness.stage.BootableMachine;
import org.kharness.stage.RunRequest;
import org.kharness.stage.RunState;
import org.kharness.stage.Stages;
import org.kharness.topology.Topology;
import org.kharness.variant.Variants;

/** {@code kharness boot}: the machine of a run, with a shell or a program instead of scenarios. */
public final class BootJob {
    private static final Map<Topology.Platform, String> VARIANTS =
            Map.of(Topology.Platform.NFIT_TEST, "nfit-test", Topology.Platform.CXL, "cxl");

    private final JobContext context;

    public BootJob(JobContext context) {
        this.context = context;
    }

    /**
     * What is to be booted.
     *
     * @param request kernel, series, builder and the like; its plan is not read
     * @param topology a built-in topology's name
     * @param script a script that runs in the guest; null for a shell
     * @param input its standard input; null for none
     */
    public record Boot(
            RunRequest request,
            String topology,
            @Nullable Path script,
            @Nullable Path input) {
        /** One with a shell. */
        public Boot(RunRequest request, String topology) {
            this(request, topology, null, null);
        }

        private List<Path> files() {
            List<Path> files = new ArrayList<>();
            for (Path file : new Path[] {script, input}) {
                if (file != null) {
                    files.add(file);
                }
            }
            return files;
        }
    }

    /** A machine that is built and can be booted. */
    public record Prepared(Boot boot, BootableMachine machine, Topology topology, Path console) {
        /** Where gdb finds the kernel's symbols; what was built elsewhere has them elsewhere. */
        public Path vmlinux() {
            return machine.spec().kernel().resolveSibling("vmlinux");
        }
    }

    /** Does everything up to the boot. */
    public Prepared prepare(Boot boot) {
        Map<String, Topology> known = new TreeMap<>(Topology.BUILT_IN);
        Topology topology = known.get(boot.topology());
        if (topology == null) {
            throw new InputException(
                    "--topology " + boot.topology() + ": there are " + String.join(", ", known.keySet()));
        }
        Path folder = context.cache().folder("log");
        RunState state = new RunState("boot", Instant.now(), context.progress());
        Stages stages = new Stages(fitting(boot.request(), topology), context, state.phases());
        TestPlan none = new TestPlan("none", "none", List.of());
        Stages.Made made = stages.withFiles(boot.files()).toMachine(none, folder, state);
        made.workshop().lack(made.machine(), topology).ifPresent(lack -> {
            throw new SurroundingsException("--topology " + boot.topology() + " needs " + lack);
        });
        return new Prepared(boot, made.machine(), topology, folder.resolve("shell.log"));
    }

    /** Some persistent memory is there only in kernels that were made for it; nobody should have to say so twice. */
    private static RunRequest fitting(RunRequest request, Topology topology) {
        String wanted = VARIANTS.get(topology.source());
        if (wanted == null || !request.variant().plain()) {
            return request;
        }
        Path folder = request.top().resolve("qemu-images/config/variants");
        return request.made(List.of(new Variants(folder).named(wanted)));
    }

    /** Boots and stays until the shell ends; gives its exit status. */
    public int shell(Prepared prepared) {
        return GuestShell.open(
                prepared.machine().spec(),
                prepared.topology(),
                prepared.console(),
                prepared.machine().limits(),
                context.cleanup());
    }

    /**
     * Boots and runs the script.
     *
     * @param output gets what it prints
     * @param started told of the machine before it boots
     * @return its exit status, as {@link GuestShell#run} says
     */
    public int run(Prepared prepared, OutputStream output, Consumer<QemuMachine> started) {
        GuestShell.Program program = new GuestShell.Program(
                inGuest(prepared.boot().script()),
                prepared.boot().input() == null ? null : inGuest(prepared.boot().input()),
                prepared.boot().request().machine().timeoutSeconds());
        return GuestShell.run(
                prepared.machine().spec(),
                prepared.topology(),
                prepared.console(),
                prepared.machine().limits(),
                context.cleanup(),
                program,
                output,
                started);
    }

    private static String inGuest(@Nullable Path file) {
        return "/" + UserPrograms.FOLDER
                + java.util.Objects.requireNonNull(file).getFileName();
    }
}
