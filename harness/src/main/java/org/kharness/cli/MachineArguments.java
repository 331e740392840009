/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.exec.CommandLine;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.InputException;
import org.kharness.stage.MachineWishes;
import picocli.CommandLine.Option;

/** What a user may want of the machine. */
final class MachineArguments {
    /** The emulated firmware keeps registers at 256 MiB, and the kernel unpacks the guest's programs above them. */
    private static final int LEAST_MIB = 384;

    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})([MmGg]?)");

    @Option(
            names = "--append",
            paramLabel = "ARGUMENTS",
            description = "words for the kernel command line; may be given several times")
    private List<String> append = new ArrayList<>();

    @Option(
            names = "--qemu-opts",
            paramLabel = "OPTIONS",
            description = "options for QEMU on top, split as a shell does; may be given several times")
    private List<String> qemu = new ArrayList<>();

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "the guest's memory, such as 1024M or 2G (default: 512M, or what the variant needs)")
    private @Nullable String memory;

    @Option(names = "--cpus", paramLabel = "N", description = "the guest's CPUs (default: 2)")
    private @Nullable Integer cpus;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "how long a boot, and a scenario, may take each (default: what the plan says, times what the"
                    + " variant and the first boot were measured to need)")
    private @Nullable Integer timeout;

    /** What was said. */
    MachineWishes wishes() {
        return new MachineWishes(
                append.stream().flatMap(a -> split("--append", a).stream()).toList(),
                qemu.stream().flatMap(q -> split("--qemu-opts", q).stream()).toList(),
                memory == null ? 0 : mib(memory),
                positive("--cpus", cpus),
                positive("--timeout", timeout));
    }

    private static List<String> split(String option, String words) {
        if (words.isBlank()) {
            return List.of();
        }
        try {
            return Arrays.asList(CommandLine.parse("x " + words).getArguments());
        } catch (IllegalArgumentException e) {
            throw new InputException(option + " " + words + ": a quotation mark is not closed", e);
        }
    }

    private static int mib(String size) {
        Matcher parts = SIZE.matcher(size);
        if (!parts.matches()) {
            throw new InputException("--memory " + size + ": a size such as 1024M or 2G is wanted");
        }
        boolean gib = parts.group(2).toUpperCase(Locale.ROOT).equals("G");
        int mib = Integer.parseInt(parts.group(1)) * (gib ? 1024 : 1);
        if (mib < LEAST_MIB) {
            throw new InputException("--memory " + size + ": the guest needs " + LEAST_MIB + "M at least");
        }
        return mib;
    }

    private static int positive(String option, @Nullable Integer number) {
        if (number != null && number < 1) {
            throw new InputException(option + " " + number + ": a number from 1 is wanted");
        }
        return number == null ? 0 : number;
    }
}
