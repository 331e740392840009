/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.variant;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.kharness.build.KernelRecipe;
import org.kharness.value.KernelRange;

/**
 * One way to make a kernel and the machine it runs on.
 *
 * @param name such as "kasan"; parts of a variant made of several are joined by "+"
 * @param about what such a kernel finds, in a few words
 * @param kernels those that can be made so; null for all
 * @param recipe what is added to the usual one
 * @param memoryMib the guest's memory in MiB; 0 for the usual
 * @param timeFactor how many times as long as on the plain kernel things may take; 1 on the plain kernel
 * @param arguments added to the kernel's command line
 * @param checks what is looked for besides, in or after each scenario
 */
public record Variant(
        String name,
        String about,
        @Nullable KernelRange kernels,
        KernelRecipe recipe,
        int memoryMib,
        double timeFactor,
        List<String> arguments,
        Set<Check> checks) {
    /** The name of the kernel as it is configured usually. */
    public static final String PLAIN_NAME = "plain";

    /** The usual kernel on the usual machine. */
    public static final Variant PLAIN =
            new Variant(PLAIN_NAME, "the usual kernel", null, KernelRecipe.of(List.of()), 0, 1, List.of(), Set.of());

    /** What an emulator takes at most besides the memory that a variant asks for, in MiB, its NVDIMM included. */
    private static final long MACHINE_MIB = 768;

    private static final int WAITING_MACHINES = 8;

    /** Something to look for that takes more than reading the console. */
    public enum Check {
        /** Scan for leaked memory, and report what was found. */
        KMEMLEAK,
        /** Look for races while a scenario runs, on CPUs that run at the same time. */
        KCSAN
    }

    public Variant {
        arguments = List.copyOf(arguments);
        checks = java.util.Collections.unmodifiableSet(new TreeSet<>(checks));
    }

    public boolean plain() {
        return name.equals(PLAIN_NAME);
    }

    /** A stage's name, with that of the variant where it is another than the usual. */
    public String label(String stage) {
        return plain() ? stage : stage + " " + name;
    }

    /** The name of a file or folder that every variant has one of. */
    public String file(String word) {
        return plain() ? word : word + "-" + name;
    }

    /** True if it is made of, among others, the variant of this name. */
    public boolean has(String part) {
        return List.of(name.split("\\+", -1)).contains(part);
    }

    /** True if a kernel of this release can be made so. */
    public boolean isFor(String release) {
        KernelRange range = kernels;
        return range == null || range.contains(release);
    }

    /** True if it looks for what shows only where CPUs really run at the same time. */
    public boolean race() {
        return checks.contains(Check.KCSAN);
    }

    /**
     * How many machines are to run at a time: one for each CPU, and with kmemleak eight, as a scenario mostly waits then: kmemleak
     * tells of nothing that is younger than five seconds (MSECS_MIN_AGE in mm/kmemleak.c). A quarter of the memory is left
     * to others should all use what they were given; copies of a saved machine share most of it, and were seen to use a tenth.
     *
     * @param cpus of the host
     * @param memory of the host, in bytes; 0 where it is not known
     */
    public int machines(int cpus, long memory) {
        long wanted = (long) cpus * (checks.contains(Check.KMEMLEAK) ? WAITING_MACHINES : 1);
        long room = memory / 4 * 3 / ((memoryMib + MACHINE_MIB) << 20);
        return (int) Math.max(cpus, Math.min(wanted, room));
    }

    /** One kernel that is made both ways. What either costs adds up. */
    public Variant and(Variant more) {
        List<String> all = new ArrayList<>(arguments);
        more.arguments.stream().filter(a -> !all.contains(a)).forEach(all::add);
        Set<Check> both = new TreeSet<>(checks);
        both.addAll(more.checks);
        return new Variant(
                plain() ? more.name : name + "+" + more.name,
                plain() ? more.about : about + "; " + more.about,
                more.kernels == null ? kernels : more.kernels,
                recipe.and(more.recipe),
                Math.max(memoryMib, more.memoryMib),
                timeFactor + more.timeFactor - 1,
                all,
                both);
    }

    /** The same with more configuration of the user's. */
    public Variant with(KernelRecipe more) {
        return new Variant(name, about, kernels, recipe.and(more), memoryMib, timeFactor, arguments, checks);
    }
}
