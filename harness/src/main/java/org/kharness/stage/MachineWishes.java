/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.stage;

import java.util.List;

/**
 * What a user wants of the machine besides what the plan and the variant ask for.
 *
 * @param append words added to the kernel command line
 * @param qemu options added to QEMU's
 * @param memoryMib guest memory in MiB; 0 for the usual
 * @param cpus virtual CPUs; 0 for the usual
 * @param timeoutSeconds how long a boot and a scenario may take each; 0 for what the plan says
 */
public record MachineWishes(List<String> append, List<String> qemu, int memoryMib, int cpus, int timeoutSeconds) {
    /** The usual machine. */
    public static final MachineWishes NONE = new MachineWishes(List.of(), List.of(), 0, 0, 0);

    public MachineWishes {
        append = List.copyOf(append);
        qemu = List.copyOf(qemu);
    }
}
