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
 * @param options added to QEMU's command line
 * @param persistent what its persistent memory is
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
        List<String> kernelArguments,
        List<String> options,
        Persistent persistent) {
    /** What a machine's persistent memory is. */
    public enum Persistent {
        /** An NVDIMM that ACPI announces (NFIT). */
        NVDIMM,
        /** A CXL type 3 device behind a root port of its own; QEMU 8.1 and later. */
        CXL
    }

    private static final int MEMORY_MIB = 512;
    private static final int NVDIMM_MIB = 770;

    /** A CXL device has a multiple of 256 MiB (CXL specification, Identify Memory Device). */
    private static final int CXL_MIB = 768;

    public MachineSpec {
        kernelArguments = List.copyOf(kernelArguments);
        options = List.copyOf(options);
    }

    /** A machine without options of the user's. */
    public MachineSpec(
            String qemu,
            Accelerator.Kind accelerator,
            int cpus,
            boolean parallel,
            int memoryMib,
            int nvdimmMib,
            Path kernel,
            Path initramfs,
            List<String> kernelArguments) {
        this(
                qemu,
                accelerator,
                cpus,
                parallel,
                memoryMib,
                nvdimmMib,
                kernel,
                initramfs,
                kernelArguments,
                List.of(),
                Persistent.NVDIMM);
    }

    /** The usual machine: two CPUs, 512 MiB, an NVDIMM that leaves 754 MiB of data space. */
    public static MachineSpec usual(Accelerator.Kind accelerator, Path kernel, Path initramfs) {
        return new MachineSpec(
                "qemu-system-x86_64", accelerator, 2, false, MEMORY_MIB, NVDIMM_MIB, kernel, initramfs, List.of());
    }

    /** The same machine with CPUs that run at the same time; a snapshot of one fits the other. */
    public MachineSpec withParallelCpus() {
        return made(cpus, true, memoryMib, kernelArguments, options);
    }

    /** The same machine with at least so much memory, in MiB. */
    public MachineSpec withMemory(int mib) {
        return withExactly(Math.max(mib, memoryMib));
    }

    /** The same machine with so much memory, in MiB. */
    public MachineSpec withExactly(int mib) {
        return made(cpus, parallel, mib, kernelArguments, options);
    }

    /** The same machine with so many CPUs. */
    public MachineSpec withCpus(int number) {
        return made(number, parallel, memoryMib, kernelArguments, options);
    }

    /** The same machine with options added to QEMU's command line. */
    public MachineSpec withOptions(List<String> more) {
        List<String> all = new java.util.ArrayList<>(options);
        all.addAll(more);
        return made(cpus, parallel, memoryMib, kernelArguments, all);
    }

    /** The same machine with words added to the kernel command line. */
    public MachineSpec withArguments(List<String> more) {
        List<String> all = new java.util.ArrayList<>(kernelArguments);
        all.addAll(more);
        return made(cpus, parallel, memoryMib, all, options);
    }

    private MachineSpec made(int cpu, boolean beside, int mib, List<String> arguments, List<String> more) {
        return new MachineSpec(
                qemu, accelerator, cpu, beside, mib, nvdimmMib, kernel, initramfs, arguments, more, persistent);
    }

    /** The same machine with a CXL device in the place of the NVDIMM. */
    public MachineSpec withCxl() {
        return new MachineSpec(
                qemu,
                accelerator,
                cpus,
                parallel,
                memoryMib,
                CXL_MIB,
                kernel,
                initramfs,
                kernelArguments,
                options,
                Persistent.CXL);
    }

    /** QEMU's command line for a machine whose files lie in a folder, as it would be started afresh; for people to read. */
    public List<String> commandLine(Path dir, Path console) {
        return QemuArguments.of(this, Backing.inFolder(dir), dir, console);
    }

    /** What must be equal for a snapshot of one machine to fit another: everything but the content of files. */
    public List<String> shape() {
        return QemuArguments.shape(this);
    }
}
