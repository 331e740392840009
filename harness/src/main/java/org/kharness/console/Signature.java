/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stays of a report when addresses, offsets, pids, CPUs and the compiler's clones are taken away. */
final class Signature {
    /** Suffixes of clones that GCC and Clang make of a function, and of CFI and LTO. */
    private static final Pattern CLONE = Pattern.compile(
            "(?:\\.(?:isra|constprop|part|cold|llvm|cfi_jt|cfi|lto_priv|localalias|ipa|clone|__uniq)(?:\\.\\d+)*(?=\\.|$))+");

    private static final Pattern CPP = Pattern.compile("^_Z(\\d+)");

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private Signature() {}

    /** A function's name without the compiler's suffixes and Rust's mangling, and without the dot before code symbols of old 64-bit powerpc. */
    static String bare(String symbol) {
        String function = plain(RustSymbol.readable(symbol));
        if (function.startsWith("<") || function.contains("::")) {
            return function;
        }
        int dot = function.indexOf('.');
        return dot < 0
                ? function
                : CLONE.matcher(dot == 0 ? function.substring(1) : function).replaceAll("");
    }

    /** The name in a C++ function's, for the simplest of those: no namespace, no template. */
    private static String plain(String symbol) {
        Matcher m = symbol.startsWith("_Z") ? CPP.matcher(symbol) : null;
        if (m == null || !m.find() || m.group(1).length() > 3) {
            return symbol;
        }
        int length = Integer.parseInt(m.group(1));
        return length > 0 && m.end() + length <= symbol.length() ? symbol.substring(m.end(), m.end() + length) : symbol;
    }

    static String of(ReportType type, String title) {
        return type.name().toLowerCase(Locale.ROOT) + ":"
                + BLANKS.matcher(title.strip()).replaceAll(" ");
    }
}
