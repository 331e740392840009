/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.kharness.build.KernelRecipe;
import org.kharness.failure.InputException;

/**
 * A way to build the files that a series touches, on top of the run's own.
 *
 * @param symbol without CONFIG_; empty for a kind that is about none
 */
public record Configuration(Kind kind, String symbol) {
    /** What is done otherwise than usually. */
    public enum Kind {
        USUAL("usual", "as the run's own kernel"),
        OFF("off", "without "),
        ON("on", "with "),
        MODULES("modules", "all of the touched folders' options on, as modules where they can be"),
        BITS_32("32bit", "for 32-bit x86"),
        W1(Configuration.W1, "as usual, with make W=1, patch by patch"),
        SPARSE(Configuration.SPARSE, "as usual, looked at by sparse (make C=2), patch by patch");

        private final String word;
        private final String about;

        Kind(String word, String about) {
            this.word = word;
            this.about = about;
        }

        /** Tried on every patch for the files that it touches, and not on all of them together: it is asked for what is new. */
        boolean byPatch() {
            return this == W1 || this == SPARSE;
        }

        boolean ofSymbol() {
            return this == OFF || this == ON;
        }
    }

    /** The names of the kinds that are tried on every patch, and of what is found by them. */
    static final String W1 = "w1";

    static final String SPARSE = "sparse";

    private static final Pattern SYMBOL = Pattern.compile("[A-Za-z0-9_]{1,100}");
    private static final String PREFIX = "CONFIG_";

    /** The kind that is about no symbol. */
    static Configuration of(Kind kind) {
        return new Configuration(kind, "");
    }

    /**
     * Those that are tried on every patch.
     *
     * @param given as the user wants them; none for those that matter, which these always do
     */
    static List<Configuration> byPatch(List<Configuration> given) {
        List<Configuration> all = given.isEmpty() ? List.of(of(Kind.W1), of(Kind.SPARSE)) : given;
        return all.stream().filter(c -> c.kind().byPatch()).toList();
    }

    /** How it is written in a list, such as "off:FS_DAX". */
    public String name() {
        return kind.word + (kind.ofSymbol() ? ":" + symbol : "");
    }

    /** What it is, in words. */
    public String about() {
        return kind.about + (kind.ofSymbol() ? PREFIX + symbol : "");
    }

    /** A name for its files. */
    String file() {
        return name().replace(':', '-');
    }

    /**
     * What it adds to the usual recipe.
     *
     * @param folders lines of a .config that turn on what the touched folders have
     */
    KernelRecipe recipe(List<String> folders) {
        return switch (kind) {
            case USUAL -> adding(List.of(), "", "");
            case OFF -> adding(List.of("# " + PREFIX + symbol + " is not set"), "", "");
            case ON -> adding(List.of(PREFIX + symbol + "=y"), "", "");
            case MODULES -> adding(folders, "", "");
            case BITS_32 -> adding(List.of(), "ARCH", "i386");
            case W1 -> adding(List.of(), "W", "1");
            case SPARSE -> adding(List.of(), "C", "2");
        };
    }

    private KernelRecipe adding(List<String> items, String variable, String value) {
        SortedMap<String, String> make = new TreeMap<>();
        if (!variable.isEmpty()) {
            make.put(variable, value);
        }
        if (kind == Kind.W1) {
            // kernel-doc is a check of its own, and that of newer kernels needs more of Python than the builder has
            make.put("cmd_checkdoc", "");
        }
        return new KernelRecipe(List.of(), items, make, List.of());
    }

    /**
     * Reads a list.
     *
     * @param text names with commas between, such as "usual,off:FS_DAX,w1"
     * @return each once, in the order given
     * @throws InputException if there is none, or one is not known
     */
    public static List<Configuration> list(String text) {
        Set<Configuration> all = new LinkedHashSet<>();
        for (String name : text.split(",", -1)) {
            all.add(read(name.strip()));
        }
        return new ArrayList<>(all);
    }

    /** True for a word that is meant as a list, right or wrong: it begins with what begins one. */
    public static boolean isMeantBy(String word) {
        String first = word.replaceFirst("[,:].*", "").toLowerCase(Locale.ROOT);
        for (Kind kind : Kind.values()) {
            if (kind.word.equals(first)) {
                return true;
            }
        }
        return false;
    }

    private static Configuration read(String name) {
        String[] parts = name.split(":", 2);
        for (Kind kind : Kind.values()) {
            if (kind.word.equals(parts[0]) && kind.ofSymbol() == (parts.length == 2)) {
                return new Configuration(kind, parts.length == 2 ? symbol(name, parts[1]) : "");
            }
        }
        throw new InputException("--configs: no configuration is called '" + name
                + "': there are usual, off:SYMBOL, on:SYMBOL, modules, 32bit, w1 and sparse");
    }

    private static String symbol(String name, String text) {
        String bare = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
        if (!SYMBOL.matcher(bare).matches()) {
            throw new InputException("--configs: no symbol of Kconfig: '" + name + "'");
        }
        return bare;
    }
}
