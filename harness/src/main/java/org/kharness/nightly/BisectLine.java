/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.kharness.kernel.KernelSource;

/** The command that searches the commits between two nights: ./kharness bisect with all that the nights were asked for with. */
final class BisectLine {
    /** Options of nightly that say nothing about a search; of the second kind with a value behind them. */
    private static final Set<String> DROPPED = Set.of("-q", "--quiet", "--json");

    private static final Set<String> DROPPED_WITH_VALUE = Set.of("--config", "--reports", "--variant");

    private BisectLine() {}

    /** The words of a nightly's command line that hold for a search too, as a shell takes them. */
    static String options(List<String> arguments) {
        List<String> kept = new ArrayList<>();
        for (int i = arguments.indexOf("nightly") + 1; i < arguments.size(); i++) {
            String word = arguments.get(i);
            String name = word.startsWith("--") ? word.replaceFirst("=.*", "") : word;
            if (DROPPED_WITH_VALUE.contains(name)) {
                i += word.contains("=") ? 0 : 1;
            } else if (!DROPPED.contains(name)) {
                kept.add(shell(word));
            }
        }
        return String.join(" ", kept);
    }

    /**
     * The command.
     *
     * @param what what to follow: build, boot, or scenario
     * @param mended true to look for the commit that mended it
     * @param options as {@link #options} gives them
     * @return empty where the kernel has no history that could be searched
     */
    static String of(
            NightlyConfig.Kernel kernel, Change change, Range range, String what, boolean mended, String options) {
        if (kernel.series() != null || !searchable(kernel.source())) {
            return "";
        }
        List<String> words = new ArrayList<>(List.of("./kharness", "bisect", "--kernel", repository(kernel.source())));
        words.addAll(
                List.of("--good", range.good().commit(), "--bad", range.bad().commit(), "--plan", change.plan()));
        if (what.equals("scenario")) {
            words.addAll(List.of("--only", change.scenario()));
        } else {
            words.addAll(List.of("--what", what));
        }
        if (mended) {
            words.add("--find-fix");
        }
        String variant = variant(change.kernel());
        if (!variant.isEmpty()) {
            words.addAll(List.of("--variant", variant));
        }
        kernel.fragments().forEach(f -> words.addAll(List.of("--config", f.toString())));
        kernel.lines().forEach(l -> words.addAll(List.of("--configitem", l)));
        String line = String.join(" ", words.stream().map(BisectLine::shell).toList());
        return options.isEmpty() ? line : line + " " + options;
    }

    /** True if commits of such a source have a history. */
    static boolean searchable(String source) {
        return source.startsWith("git:") || source.startsWith("remote:");
    }

    /** A source without the ref, as bisect takes it. */
    static String repository(String source) {
        return KernelSource.repository(source);
    }

    /** The variant that a kernel's name tells; empty for the plain one. A name as it is configured holds no "+". */
    static String variant(String kernel) {
        int plus = kernel.indexOf('+');
        return plus < 0 ? "" : kernel.substring(plus + 1);
    }

    private static String shell(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
