/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.engine;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kharness.agent.GuestCommand;
import org.kharness.failure.KernelBootException;
import org.kharness.machine.MachineSpec;
import org.kharness.machine.QemuMachine;
import org.kharness.process.Cleanup;
import org.kharness.topology.SetupCommands;
import org.kharness.topology.Topology;

/** A shell in a guest that is ready for scenarios, on the user's own terminal. */
public final class GuestShell {
    /** The status where there is none, as ssh(1) has it. */
    public static final int LOST = 255;

    private static final int DAYS = 30 * 24 * 3600;

    private GuestShell() {}

    /**
     * Boots, makes ready, and gives the console to a shell until it ends.
     *
     * @param console a copy of everything the console says
     * @return the shell's exit status; {@link #LOST} where the machine ended before it
     * @throws KernelBootException if the guest does not get ready
     */
    public static int open(MachineSpec spec, Topology topology, Path console, Limits limits, Cleanup cleanup) {
        try (QemuMachine machine = QemuMachine.interactive(Machines.of(spec, topology), console, cleanup);
                GuestDialogue dialogue = new GuestDialogue(machine, null)) {
            makeReady(dialogue, topology, console, limits);
            return status(dialogue, GuestCommand.of("shell", "shell").build(), DAYS);
        }
    }

    private static void makeReady(GuestDialogue dialogue, Topology topology, Path console, Limits limits) {
        boolean ready = dialogue.awaitHello(limits.bootSeconds())
                && dialogue.makeReady(SetupCommands.of(topology), limits.setupSeconds());
        if (!ready) {
            throw new KernelBootException("the guest did not get ready for a shell: "
                    + dialogue.ending().how() + "; its console is in " + console);
        }
    }

    private static int status(GuestDialogue dialogue, GuestCommand command, int seconds) {
        boolean ended = dialogue.carryOut(List.of(command), seconds);
        long status = dialogue.result();
        return ended && status >= 0 && status < LOST ? (int) status : LOST;
    }

    /**
     * A program to run.
     *
     * @param path of a script in the guest, which /bin/sh reads
     * @param input of a file in the guest that is its standard input; null for none
     * @param seconds how long it may take; 0 for as long as it likes
     */
    public record Program(String path, @Nullable String input, int seconds) {}

    /**
     * Boots, makes ready, and runs a program, whose output, standard error included, comes as it is.
     *
     * @param console where the console goes
     * @param started told of the machine before it boots
     * @return the program's exit status, 128 + N for signal N; {@link #LOST} where the machine ended before it
     * @throws KernelBootException if the guest does not get ready
     */
    public static int run(
            MachineSpec spec,
            Topology topology,
            Path console,
            Limits limits,
            Cleanup cleanup,
            Program program,
            OutputStream output,
            Consumer<QemuMachine> started) {
        try (QemuMachine machine = QemuMachine.start(Machines.of(spec, topology), console, cleanup);
                GuestDialogue dialogue = new GuestDialogue(machine, null)) {
            started.accept(machine);
            makeReady(dialogue, topology, console, limits);
            PortOutput copy = new PortOutput(machine.written(), output);
            GuestCommand exec = GuestCommand.of("exec", "exec")
                    .with("path", program.path())
                    .with("input", program.input())
                    .build();
            int status = status(dialogue, exec, program.seconds() > 0 ? program.seconds() : DAYS);
            copy.await(dialogue.value());
            return status;
        }
    }
}
