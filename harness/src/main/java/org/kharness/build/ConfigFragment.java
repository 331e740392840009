/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.failure.InputException;

/**
 * A kernel configuration fragment: lines as in .config (kernel documentation, kbuild/kconfig), and comments of ours that
 * rule the next symbol's line:
 *
 * <ul>
 *   <li>{@code # kharness: if 6.2..} (or {@code ..6.1}, {@code 5.16..6.1}, both ends included): only for these kernels;
 *   <li>{@code # kharness: optional}: where the kernel has no such symbol, or its dependencies are not met, never mind.
 * </ul>
 *
 * @param symbols the symbols, in the fragment's order
 */
record ConfigFragment(List<Symbol> symbols) {
    private static final Pattern SET = Pattern.compile("(CONFIG_[A-Z0-9a-z_]+)=(.+)");
    private static final Pattern UNSET = Pattern.compile("# (CONFIG_[A-Z0-9a-z_]+) is not set");
    private static final Pattern DIRECTIVE = Pattern.compile("# *kharness: *(.*)");
    private static final Pattern RANGE = Pattern.compile("if +(\\d+\\.\\d+)?\\.\\.(\\d+\\.\\d+)?");

    ConfigFragment {
        symbols = List.copyOf(symbols);
    }

    /**
     * A wanted symbol.
     *
     * @param name with its prefix, such as CONFIG_FS_DAX
     * @param value as .config writes it; "n" for a symbol that must not be set
     * @param optional true if the kernel may lack it
     * @param place fragment and line, for messages
     * @param from first kernel version that it is for; null for any
     * @param to last kernel version that it is for; null for any
     */
    record Symbol(
            String name,
            String value,
            boolean optional,
            String place,
            @org.jspecify.annotations.Nullable KernelVersion from,
            @org.jspecify.annotations.Nullable KernelVersion to) {
        /** True if the symbol is for this kernel. */
        boolean isFor(KernelVersion version) {
            return (from == null || from.compareTo(version) <= 0) && (to == null || to.compareTo(version) >= 0);
        }

        /** The line that asks for it. */
        String line() {
            return value.equals("n") ? "# " + name + " is not set" : name + "=" + value;
        }
    }

    static ConfigFragment read(Path file) {
        try {
            return parse(String.valueOf(file.getFileName()), Files.readString(file));
        } catch (IOException e) {
            throw new InputException("cannot read the configuration fragment " + file + ": " + e.getMessage(), e);
        }
    }

    static ConfigFragment parse(String name, String text) {
        List<Symbol> symbols = new ArrayList<>();
        Rule rule = Rule.NONE;
        int number = 0;
        for (String line : text.lines().map(String::strip).toList()) {
            number++;
            String place = name + ":" + number;
            Matcher directive = DIRECTIVE.matcher(line);
            Matcher set = SET.matcher(line);
            Matcher unset = UNSET.matcher(line);
            if (directive.matches()) {
                rule = rule.and(directive.group(1).strip(), place);
            } else if (set.matches()) {
                symbols.add(rule.symbol(set.group(1), set.group(2), place));
                rule = Rule.NONE;
            } else if (unset.matches()) {
                symbols.add(rule.symbol(unset.group(1), "n", place));
                rule = Rule.NONE;
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                throw new InputException(place + ": neither CONFIG_X=value nor a comment: '" + line + "'");
            }
        }
        return new ConfigFragment(symbols);
    }

    /** What the directives before a symbol say. */
    private record Rule(
            boolean optional,
            @org.jspecify.annotations.Nullable KernelVersion from,
            @org.jspecify.annotations.Nullable KernelVersion to) {
        static final Rule NONE = new Rule(false, null, null);

        Rule and(String directive, String place) {
            if (directive.equals("optional")) {
                return new Rule(true, from, to);
            }
            Matcher range = RANGE.matcher(directive);
            if (range.matches() && (range.group(1) != null || range.group(2) != null)) {
                return new Rule(optional, version(range.group(1)), version(range.group(2)));
            }
            throw new InputException(place + ": unknown directive '" + directive
                    + "': expected 'optional' or a range such as 'if 6.2..'");
        }

        private static @org.jspecify.annotations.Nullable KernelVersion version(
                @org.jspecify.annotations.Nullable String text) {
            return text == null ? null : KernelVersion.of(text);
        }

        Symbol symbol(String name, String value, String place) {
            return new Symbol(name, value, optional, place, from, to);
        }
    }
}
