/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.machine;

import java.nio.file.Path;
import java.util.List;
import org.kharness.host.Accelerator;

/**
 * What a machine is made of.
 *
 * @param qemu the emulator program
 * @param accelerator KVM or TCG
 * @param cpus virtual CPUs
 * @param parallel under TCG: true gives every CPU a host thread of its own, false lets them take turns in one, which costs
 *     a third less; of no meaning with KVM
 * @param memoryMib guest memory in MiB, the NVDIMM not counted
 * @param nvdimmMib size of the NVDIMM in MiB, its label area included
 * @param kernel the bzImage
 * @param initramfs the compressed cpio archive
 * @param kernelArguments added to the kernel command line that the harness needs
 */
public record MachineSpec(
        String qemu,
        Accelerator.Kind accelerator,
        int cpus,
        boolean parallel,
        int memoryMib,
        int nvdimmMib,
        Path kernel,
        Path initramfs,
        List<String> kernelArguments) {
    private static final int MEMORY_MIB = 512;
    private static final int NVDIMM_MIB = 770;

    public MachineSpec {
        kernelArguments = List.copyOf(kernelArguments);
    }

    /** The usual machine: two CPUs, 512 MiB, an NVDIMM that leaves 754 MiB of data space. */
    public static MachineSpec usual(Accelerator.Kind accelerator, Path kernel, Path initramfs) {
        return new MachineSpec(
                "qemu-system-x86_64", accelerator, 2, false, MEMORY_MIB, NVDIMM_MIB, kernel, initramfs, List.of());
    }

    /** The same machine with CPUs that run at the same time; a snapshot of one fits the other. */
    public MachineSpec withParallelCpus() {
        return new MachineSpec(qemu, accelerator, cpus, true, memoryMib, nvdimmMib, kernel, initramfs, kernelArguments);
    }

    /** The same machine with at least so much memory, in MiB. */
    public MachineSpec withMemory(int mib) {
        int most = Math.max(mib, memoryMib);
        return new MachineSpec(qemu, accelerator, cpus, parallel, most, nvdimmMib, kernel, initramfs, kernelArguments);
    }

    /** The same machine with words added to the kernel command line. */
    public MachineSpec withArguments(List<String> more) {
        List<String> all = new java.util.ArrayList<>(kernelArguments);
        all.addAll(more);
        return new MachineSpec(qemu, accelerator, cpus, parallel, memoryMib, nvdimmMib, kernel, initramfs, all);
    }

    /** What must be equal for a snapshot of one machine to fit another: everything but the content of files. */
    public List<String> shape() {
        return QemuArguments.shape(this);
    }
}
