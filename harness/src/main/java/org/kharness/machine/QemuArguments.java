/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.machine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.kharness.host.Accelerator;
import org.kharness.host.HostProbe;
import org.kharness.platform.EinjRegisters;
import org.kharness.platform.EinjTable;

/** QEMU's argument list, made of fragments that each say what they are for. */
final class QemuArguments {
    /** The id of the CXL device, where there is one. */
    static final String CXL_DEVICE = "cxl-pmem0";

    /** Where in physical memory CXL regions may lie, all of it behind the one host bridge. */
    private static final String CXL_WINDOW = "cxl-fmw.0.targets.0=cxl.1,cxl-fmw.0.size=4G";

    private final MachineSpec spec;
    private final List<String> arguments = new ArrayList<>();

    private QemuArguments(MachineSpec spec) {
        this.spec = spec;
    }

    /** Arguments for a machine whose sockets lie in {@code dir} and whose console is added to a file. */
    static List<String> of(MachineSpec spec, Backing backing, Path dir, Path console) {
        QemuArguments made = new QemuArguments(spec);
        made.arguments.add(spec.qemu());
        made.board();
        made.filter();
        made.memory(backing);
        made.persistent(backing);
        made.kernel();
        made.ports(dir, console);
        made.errorInjection(dir);
        made.arguments.addAll(spec.options());
        return List.copyOf(made.arguments);
    }

    /** The same, with the console on QEMU's own standard input and output, and a copy of it in the file. */
    static List<String> interactive(MachineSpec spec, Backing backing, Path dir, Path console) {
        List<String> arguments = new ArrayList<>(of(spec, backing, dir, console));
        int chardev = arguments.indexOf("file,id=console,append=on,path=" + quote(console));
        arguments.set(chardev, "stdio,id=console,signal=off,logfile=" + quote(console));
        return arguments;
    }

    /** What must be equal for a saved state to fit: the arguments but for the places of files. */
    static List<String> shape(MachineSpec spec) {
        MachineSpec nowhere = new MachineSpec(
                spec.qemu(),
                spec.accelerator(),
                spec.cpus(),
                false,
                spec.memoryMib(),
                spec.nvdimmMib(),
                Path.of("/kernel"),
                Path.of("/initramfs"),
                spec.kernelArguments(),
                spec.options(),
                spec.persistent());
        Path dir = Path.of("/dir");
        List<String> shape = new ArrayList<>(of(nowhere, Backing.inFolder(dir), dir, Path.of("/console")));
        shape.add(HexFormat.of().formatHex(EinjTable.body()));
        return shape;
    }

    private void add(String... words) {
        arguments.addAll(List.of(words));
    }

    /**
     * "pc" because the NVDIMM is announced by ACPI (NFIT), which microvm has not. The vendor string because the kernel
     * recovers from machine checks only where it believes in an Intel CPU of that ability. No default devices, no
     * network, no user configuration; a guest reset ends QEMU. CXL wants PCI Express, which only q35 has of the two.
     */
    private void board() {
        add("-machine", isCxl() ? "q35,cxl=on,memory-backend=mem," + CXL_WINDOW : "pc,nvdimm=on,memory-backend=mem");
        add("-accel", accelerator());
        add("-cpu", HostProbe.CPU, "-smp", Integer.toString(spec.cpus()));
        add("-m", spec.memoryMib() + "M,slots=2,maxmem=" + Math.max(4, (spec.memoryMib() >> 10) + 2) + "G");
        add("-nodefaults", "-no-user-config", "-display", "none", "-no-reboot");
        add("-device", "virtio-rng-pci"); // without it old kernels wait seconds for entropy
    }

    /** QEMU's own seccomp filter, with everything denied that these machines do not need: no new programs above all. */
    private void filter() {
        add("-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny");
    }

    /** CPUs that take turns are the cheaper ones, since nothing that they do need be atomic on the host. */
    private String accelerator() {
        String option = spec.accelerator().option();
        return spec.accelerator() == Accelerator.Kind.KVM
                ? option
                : option + ",thread=" + (spec.parallel() ? "multi" : "single");
    }

    private void memory(Backing backing) {
        add("-object", file("mem", backing.memory(), spec.memoryMib(), backing.shared()));
    }

    private boolean isCxl() {
        return spec.persistent() == MachineSpec.Persistent.CXL;
    }

    /** An NVDIMM, or a host bridge, a root port and a memory device behind it (QEMU manual, "Compute Express Link"). */
    private void persistent(Backing backing) {
        add("-object", file("nvmem", backing.nvdimm(), spec.nvdimmMib(), backing.shared()));
        if (isCxl()) {
            add("-object", "memory-backend-ram,id=labels,size=1M");
            add("-device", "pxb-cxl,id=cxl.1,bus=pcie.0,bus_nr=12");
            add("-device", "cxl-rp,id=rootport,bus=cxl.1,port=0,chassis=0,slot=2");
            add("-device", "cxl-type3,id=" + CXL_DEVICE + ",bus=rootport,persistent-memdev=nvmem,lsa=labels,sn=0x1");
        } else {
            add("-device", "nvdimm,id=nvdimm,memdev=nvmem,label-size=2M");
        }
    }

    /** share=on: the guest's writes reach the file, and a saved machine state does not hold its content. */
    private static String file(String id, Path file, int mib, boolean shared) {
        return "memory-backend-file,id=" + id + ",share=" + (shared ? "on" : "off") + ",mem-path=" + quote(file)
                + ",size=" + mib + "M";
    }

    /**
     * panic=1 with -no-reboot: a panicking guest ends QEMU after a second. printk.devkmsg=on: without it writes to
     * /dev/kmsg are rate-limited and events get lost. nokaslr: addresses in the log match vmlinux. no_timer_check: on a
     * busy host without KVM the boot-time test of the timer interrupt runs out of time, and the kernel panics. vm_debug=-:
     * else CONFIG_DEBUG_VM fills the page structs of memory that goes away with ones, 6.1's clear_hwpoisoned_pages() takes
     * every one of them for failed, and HardwareCorrupted says nothing any more after an unbind.
     * 8250.nr_uarts=2: the third serial port is the platform's, whatever the ACPI tables say.
     */
    private void kernel() {
        List<String> line = new ArrayList<>(List.of(
                "console=ttyS0",
                "panic=1",
                "oops=panic",
                "printk.devkmsg=on",
                "vm_debug=-",
                "printk.time=1",
                "ignore_loglevel",
                "nokaslr",
                "no_timer_check",
                "8250.nr_uarts=2",
                EinjRegisters.kernelArgument()));
        line.addAll(spec.kernelArguments());
        add(
                "-kernel",
                whole(spec.kernel()).toString(),
                "-initrd",
                whole(spec.initramfs()).toString());
        add("-append", String.join(" ", line));
    }

    /** First serial port: the console, straight to a file that outlives everything. Second: commands. And the monitor. */
    private void ports(Path dir, Path console) {
        add("-chardev", "file,id=console,append=on,path=" + quote(console), "-serial", "chardev:console");
        add("-chardev", "socket,id=command,server=on,wait=off,path=" + quote(dir.resolve("command")));
        add("-serial", "chardev:command");
        add("-chardev", "socket,id=monitor,server=on,wait=off,path=" + quote(dir.resolve("monitor")));
        add("-mon", "chardev=monitor,mode=control");
    }

    /**
     * The ACPI table for error injection, the registers in memory that it points to, and the serial port through which
     * the guest commands the platform. The port gets an interrupt line of its own, which nobody listens to: the others' must not
     * be lowered by it.
     */
    private void errorInjection(Path dir) {
        add("-acpitable", "sig=" + EinjTable.SIGNATURE + ",rev=1,data=" + quote(PlatformFiles.table(dir)));
        add(
                "-device",
                "loader,force-raw=on,addr=0x" + Long.toHexString(EinjRegisters.BASE) + ",file="
                        + quote(PlatformFiles.registers(dir)));
        add("-chardev", "socket,id=platform,server=on,wait=off,path=" + quote(dir.resolve("platform")));
        add("-device", "isa-serial,index=2,irq=5,chardev=platform,iobase=0x" + Integer.toHexString(EinjTable.PORT));
    }

    /** In QEMU's option lists a comma in a value is written twice. */
    private static String quote(Path path) {
        return whole(path).toString().replace(",", ",,");
    }

    /** As QEMU is told a path, so that the sandbox can show it the same. */
    static Path whole(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
