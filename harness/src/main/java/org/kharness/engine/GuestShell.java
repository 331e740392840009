/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.engine;

import java.nio.file.Path;
import java.util.List;
import org.kharness.agent.GuestCommand;
import org.kharness.failure.KernelBootException;
import org.kharness.machine.MachineSpec;
import org.kharness.machine.QemuMachine;
import org.kharness.process.Cleanup;
import org.kharness.topology.SetupCommands;
import org.kharness.topology.Topology;

/** A shell in a guest that is ready for scenarios, on the user's own terminal. */
public final class GuestShell {
    private static final int DAYS = 30 * 24 * 3600;

    private GuestShell() {}

    /**
     * Boots, makes ready, and gives the console to a shell until it ends.
     *
     * @param console a copy of everything the console says
     * @throws KernelBootException if the guest does not get ready
     */
    public static void open(
            MachineSpec spec, Topology topology, Path console, PlanRunner.Limits limits, Cleanup cleanup) {
        try (QemuMachine machine = QemuMachine.interactive(spec, console, cleanup);
                GuestDialogue dialogue = new GuestDialogue(machine, null)) {
            boolean ready = dialogue.awaitHello(limits.bootSeconds())
                    && dialogue.makeReady(SetupCommands.of(topology), limits.setupSeconds());
            if (!ready) {
                throw new KernelBootException("the guest did not get ready for a shell: "
                        + dialogue.ending().how() + "; its console is in " + console);
            }
            dialogue.carryOut(List.of(GuestCommand.of("shell", "shell").build()), DAYS);
        }
    }
}
