/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which ways to poison memory a machine offers. What the kernel under test must have for them is left to its configuration; a
 * scenario whose way it lacks says so.
 */
final class PoisonWays {
    private static final int INJECTS_POISON_MAJOR = 8;
    private static final int INJECTS_POISON_MINOR = 1;
    private static final int NFIT_TEST_GIB = 6;

    private final Programs programs;
    private final long memoryGib;

    /**
     * Makes a look-out.
     *
     * @param memoryGib this machine's memory
     */
    PoisonWays(Programs programs, long memoryGib) {
        this.programs = programs;
        this.memoryGib = memoryGib;
    }

    /** One finding for each kind of way; none of them keeps a run from working. */
    List<Finding> findings() {
        Optional<String> version = programs.ask(HostProbe.QEMU, "--version").flatMap(Programs::version);
        String devices = programs.ask(HostProbe.QEMU, "-device", "help").orElse("");
        List<Finding> found = new ArrayList<>();
        found.add(
                version.isEmpty()
                        ? none("the kernel", Distribution.here().install("qemu-system-x86"))
                        : offered(
                                "the kernel",
                                "madvise, hwpoison-pfn, hard-offline, soft-offline, madvise-soft-offline, mce-inject",
                                "the kernel under test does it"));
        found.add(
                version.isEmpty()
                        ? none("machine check", Distribution.here().install("qemu-system-x86"))
                        : offered("machine check", "QEMU " + version.get(), "seen to work under emulation only"));
        found.add(einj(devices));
        found.add(ndctl(version.isPresent()));
        found.add(cxl(version, devices));
        return found;
    }

    private static Finding einj(String devices) {
        List<String> missing = List.of("isa-serial", "loader").stream()
                .filter(d -> !devices.contains('"' + d + '"'))
                .toList();
        return missing.isEmpty()
                ? offered("einj", "QEMU has isa-serial and loader", "the kernel's einj driver: docs/hardware.md")
                : none("einj", "this QEMU has no " + String.join(", ", missing));
    }

    private Finding ndctl(boolean qemu) {
        if (!qemu) {
            return none("ndctl", Distribution.here().install("qemu-system-x86"));
        }
        return memoryGib >= NFIT_TEST_GIB
                ? offered("ndctl", memoryGib + " GiB memory", "--variant nfit-test: docs/hardware.md")
                : none("ndctl", "--variant nfit-test wants a machine of " + NFIT_TEST_GIB + " GiB or more");
    }

    private Finding cxl(Optional<String> version, String devices) {
        return lacksCxl(version, devices)
                .map(lack -> none("cxl", "needs " + lack))
                .orElseGet(() -> offered("cxl", "QEMU has cxl-type3", "--plan cxl --variant cxl: docs/hardware.md"));
    }

    /** What QEMU lacks for a CXL device that takes poison (cxl-inject-poison, 8.1); empty where it has one. */
    Optional<String> lacksCxl() {
        return lacksCxl(
                programs.ask(HostProbe.QEMU, "--version").flatMap(Programs::version),
                programs.ask(HostProbe.QEMU, "-device", "help").orElse(""));
    }

    private static Optional<String> lacksCxl(Optional<String> version, String devices) {
        boolean young = version.filter(v -> Programs.atLeast(v, INJECTS_POISON_MAJOR, INJECTS_POISON_MINOR))
                .isPresent();
        if (young && devices.contains("\"cxl-type3\"")) {
            return Optional.empty();
        }
        String has = version.map(v -> ": this one is " + v).orElse("");
        return Optional.of("QEMU 8.1 or newer with a CXL device" + has);
    }

    private static Finding offered(String way, String found, String advice) {
        return Finding.ok("poison by " + way, found, advice).optional();
    }

    private static Finding none(String way, String advice) {
        return Finding.missing("poison by " + way, "", advice).optional();
    }
}
