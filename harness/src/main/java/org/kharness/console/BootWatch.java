/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Notices what no line complains of: a machine that started anew without the kernel saying so (a triple fault), a
 * kernel that never came to init, and a log in which no kernel speaks at all.
 */
final class BootWatch {
    /** How lines begin in which the kernel says that it will end or start anew. */
    private static final List<String> FAREWELLS = List.of(
            "reboot: ",
            "Rebooting in ",
            "Restarting system",
            "Power down",
            "sysrq: Resetting",
            "sysrq: Trigger a crash",
            "SysRq : Resetting",
            "kexec_core: Starting new kernel",
            "Starting new kernel");

    private static final Pattern INIT = Pattern.compile(
            "^(?:Run \\S+ as init process|Freeing (?:unused kernel|init memory|initrd)|kharness: |systemd\\[1\\]|init: |Write protecting the kernel).*");

    /** What the machine prints before a kernel does. */
    private static final Pattern FIRMWARE = Pattern.compile(
            "^\\s*$|^\\s*(?:SeaBIOS|iPXE|Machine UUID|Booting from|Boot failed|No bootable|Press |GRUB|EFI stub|UEFI|BdsDxe|qemu-system|U-Boot|OpenSBI|SLOF|error: no such device).*");

    private boolean booted;
    private boolean kernelSpoke;
    private boolean initSeen;
    private boolean farewell;
    private boolean complaint;
    private int bootLine;
    private int lastLine;

    /** Looks at a line; the report of a reset where this line shows one, else null. */
    @Nullable
    KernelReport line(ConsoleLine line) {
        String text = line.text();
        lastLine = line.number();
        kernelSpoke = kernelSpoke
                || !Double.isNaN(line.time())
                || !FIRMWARE.matcher(text).matches();
        if (text.startsWith("Linux version ")) {
            return boot(line);
        }
        if (booted && (FAREWELLS.stream().anyMatch(text::startsWith) || text.contains("Kernel panic"))) {
            farewell = true;
        } else if (booted && !initSeen && INIT.matcher(text).matches()) {
            initSeen = true;
        }
        return null;
    }

    /** Some report was found: the log speaks for itself. */
    void reported() {
        complaint = true;
    }

    /** What is to be said at the end of the log; null where all is well. */
    @Nullable
    KernelReport end() {
        if (complaint || farewell) {
            return null;
        }
        if (booted && !initSeen) {
            return report(ReportType.BOOT_FAILURE, "boot: the log ends before init", bootLine, lastLine);
        }
        return kernelSpoke || booted
                ? null
                : report(ReportType.SILENCE, "no kernel output", Math.min(1, lastLine), lastLine);
    }

    private @Nullable KernelReport boot(ConsoleLine line) {
        boolean reset = booted && !farewell;
        booted = true;
        kernelSpoke = true;
        initSeen = false;
        farewell = false;
        bootLine = line.number();
        return reset ? report(ReportType.SILENT_RESET, "unexpected kernel reboot", line.number(), line.number()) : null;
    }

    private static KernelReport report(ReportType type, String title, int first, int last) {
        return new KernelReport(
                type, title, "", "", "", -1, List.of(), first, last, "", Signature.of(type, title), false, false);
    }
}
