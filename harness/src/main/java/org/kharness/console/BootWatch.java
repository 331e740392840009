/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Notices what no line complains of: a machine that started anew without the kernel saying so (a triple fault), a
 * kernel that never came to init, one that was started and never spoke, and a log in which no kernel speaks at all.
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

    /** How lines begin after which the kernel, or what unpacks it, has the machine. */
    private static final List<String> HANDOVERS = List.of(
            "Booting the kernel",
            "Starting kernel ...",
            "EFI stub: Exiting boot services",
            "Uncompressing Linux... done, booting the kernel");

    private static final List<String> INITS = List.of(
            "Freeing unused kernel",
            "Freeing init memory",
            "Freeing initrd",
            "kharness: ",
            "systemd[1]",
            "init: ",
            "Write protecting the kernel");
    private static final Pattern INIT = Pattern.compile("^Run \\S+ as init process.*");

    /** What every line that this class must see has. */
    static final List<String> ANCHORS = List.of(
            "Linux version ",
            "Kernel panic",
            "Booting the kernel",
            "Starting kernel ...",
            "Exiting boot services",
            "booting the kernel",
            "as init process",
            "reboot: ",
            "Rebooting in ",
            "Restarting system",
            "Power down",
            "sysrq: ",
            "SysRq : ",
            "Starting new kernel",
            "Freeing unused kernel",
            "Freeing init",
            "systemd[1]",
            "init: ",
            "Write protecting the kernel");

    /** What the machine prints before a kernel does. */
    private static final Pattern FIRMWARE = Pattern.compile(
            "^\\s*$|^\\s*(?:SeaBIOS|iPXE|Machine UUID|Booting |Boot failed|No bootable|Press |GRUB|EFI stub|UEFI|BdsDxe|qemu-system|U-Boot|OpenSBI|SLOF|error: no such device"
                    + "|Probing EDD|Decompressing Linux|Uncompressing Linux|Starting kernel|Loading |early console in|Welcome to GRUB).*");

    /** A boot that takes longer than this many seconds is no boot but a collection of lines. */
    private static final double BOOT_SECONDS = 300;

    private static final double NEW_BOOT_SECONDS = 2;

    private static final double MILLIS = 1000;

    /** So many of a boot's first lines are kept to tell a new boot from a console that is shown the log again. */
    private static final int FIRST_LINES = 64;

    /** A line with its time. */
    private record FirstLine(double time, String text) {}

    /**
     * The first lines of this boot with a later time than its first one. Before the clock is calibrated two
     * boots may share some, but not all.
     */
    private final List<FirstLine> firstLines = new ArrayList<>();

    /** So many of them have been shown again. */
    private int shownAgain;

    /** A second "Linux version" that is a new boot if the lines after it are new; 0 where none waits. */
    private int doubtful;

    private boolean booted;
    private boolean untimedBoot;
    private boolean kernelSpoke;
    private boolean timed;
    /** A time was seen that is no whole number of milliseconds, as boot loaders print them. */
    private boolean kernelTime;

    private boolean initSeen;
    private boolean farewell;
    private boolean complaint;
    private double lastTime = Double.NaN;
    private double bootTime;
    private int bootLine;
    private int handover;
    private int lastLine;

    /**
     * Looks at a line; the report of a reset where this line shows one, else null.
     *
     * @param anchored false where the line has none of {@link #ANCHORS}
     */
    @Nullable
    KernelReport line(ConsoleLine line, boolean anchored) {
        String text = line.text();
        lastLine = line.number();
        boolean firmware = !kernelSpoke && FIRMWARE.matcher(text).matches();
        boolean hasTime = !Double.isNaN(line.time());
        kernelSpoke = kernelSpoke || hasTime || !firmware;
        if (anchored && text.startsWith("Linux version ")) {
            return boot(line);
        }
        if (hasTime) {
            timed = true;
            lastTime = line.time();
            kernelTime |= Math.abs(lastTime - Math.rint(lastTime * MILLIS) / MILLIS) > 1e-7;
        }
        if (booted && line.time() > bootTime) {
            KernelReport reset = firstLine(line);
            if (reset != null) {
                return reset;
            }
        }
        if (anchored && startsAny(text, HANDOVERS)) {
            handover = line.number();
        } else if (handover > 0 && !text.isBlank()) {
            handover = 0;
        }
        if (anchored) {
            progress(text);
        }
        return null;
    }

    private void progress(String text) {
        if ((booted || timed) && (startsAny(text, FAREWELLS) || text.contains("Kernel panic"))) {
            farewell = true;
        } else if (booted && !initSeen && isInit(text)) {
            initSeen = true;
        }
    }

    /** True while every line matters: the first ones, and those after a kernel was started. */
    boolean attentive() {
        boolean first = booted && timed && firstLines.size() < FIRST_LINES;
        return !kernelSpoke || (!timed && lastLine < 100) || handover > 0 || first || doubtful > 0;
    }

    /** A line went by in which nothing of interest is. */
    void passed(ConsoleLine line) {
        lastLine = line.number();
        if (!Double.isNaN(line.time())) {
            timed = true;
            lastTime = line.time();
        }
    }

    /** The next line begins a boot and is from a system logger, which is gone before a kernel says farewell. */
    void logged() {
        farewell = true;
    }

    /** Some report was found: the log speaks for itself. */
    void reported() {
        complaint = true;
    }

    /** What is to be said at the end of the log; null where all is well. */
    @Nullable
    KernelReport end() {
        if (doubtful > 0) {
            return reset(doubtful);
        }
        if (handover > 0 && !complaint) {
            return report(ReportType.SILENCE, "boot: no kernel output after the decompressor", handover, lastLine);
        }
        if (complaint || farewell) {
            return null;
        }
        if (booted && !initSeen && isBootLog()) {
            return report(ReportType.BOOT_FAILURE, "boot: the log ends before init", bootLine, lastLine);
        }
        return kernelSpoke || booted
                ? null
                : report(ReportType.SILENCE, "no kernel output", Math.min(1, lastLine), lastLine);
    }

    /**
     * False for what only quotes a kernel's first line: a bug report does so without a time before lines that have one,
     * and an excerpt goes on with what happened much later.
     */
    private boolean isBootLog() {
        return !(untimedBoot && !Double.isNaN(lastTime)) && !(lastTime - bootTime > BOOT_SECONDS);
    }

    private static boolean startsAny(String text, List<String> starts) {
        for (String start : starts) {
            if (text.startsWith(start)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isInit(String text) {
        return startsAny(text, INITS)
                || (text.startsWith("Run ") && INIT.matcher(text).matches());
    }

    /**
     * A serial port that is found a second time, by ACPI after the legacy probe, is registered as a console anew and gets
     * the whole log again (CON_PRINTBUFFER, kernel/printk/printk.c): the same lines with the same times, which is no boot.
     */
    private @Nullable KernelReport firstLine(ConsoleLine line) {
        if (doubtful == 0) {
            if (firstLines.size() < FIRST_LINES) {
                firstLines.add(new FirstLine(line.time(), line.text()));
            }
            return null;
        }
        FirstLine kept = new FirstLine(line.time(), line.text());
        if (firstLines.get(shownAgain).equals(kept)) {
            shownAgain++;
            if (shownAgain == firstLines.size()) {
                doubtful = 0;
            }
            return null;
        }
        List<FirstLine> common = List.copyOf(firstLines.subList(0, shownAgain));
        firstLines.clear();
        firstLines.addAll(common);
        firstLines.add(kept);
        int reset = doubtful;
        doubtful = 0;
        return reset(reset);
    }

    private @Nullable KernelReport boot(ConsoleLine line) {
        boolean untimed = Double.isNaN(line.time());
        if (untimed && timed) {
            // What /proc/version says, shown by a program: this kernel's own lines have times.
            return null;
        }
        boolean early = !untimed && line.time() < NEW_BOOT_SECONDS;
        boolean reset =
                !farewell && (booted ? !untimedBoot || early : early && kernelTime && lastTime > NEW_BOOT_SECONDS);
        booted = true;
        untimedBoot = untimed;
        timed |= !untimed;
        kernelSpoke = true;
        initSeen = false;
        farewell = false;
        handover = 0;
        bootLine = line.number();
        lastTime = Double.NaN;
        bootTime = line.time();
        if (reset && !firstLines.isEmpty()) {
            doubtful = line.number();
            shownAgain = 0;
            return null;
        }
        firstLines.clear();
        return reset ? reset(line.number()) : null;
    }

    private static KernelReport reset(int line) {
        return report(ReportType.SILENT_RESET, "unexpected kernel reboot", line, line);
    }

    private static KernelReport report(ReportType type, String title, int first, int last) {
        return new KernelReport(
                type,
                title,
                "",
                "",
                "",
                "",
                -1,
                List.of(),
                List.of(),
                first,
                last,
                "",
                Signature.of(type, title),
                false,
                false);
    }
}
