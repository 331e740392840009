/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.cache.Cache;

/**
 * What the tools of a toolchain say about themselves.
 *
 * @param text the version lines of compiler, assembler, linker and make
 */
record ToolVersions(String text) {
    /** Asks the tools; "ccache" is the last line where it is there. */
    static final List<String> QUESTION = List.of(
            "sh",
            "-c",
            "for t in gcc as ld make; do $t --version 2>/dev/null | head -n 1 || exit 1; done; "
                    + "if command -v ccache >/dev/null; then echo ccache; fi");

    private static final Pattern GCC = Pattern.compile("^gcc.*?(\\d+\\.\\d+\\.\\d+)");

    /** The version of gcc; empty if there is none. */
    String gcc() {
        Matcher m = GCC.matcher(text);
        return m.find() ? m.group(1) : "";
    }

    boolean ccache() {
        return text.lines().anyMatch("ccache"::equals);
    }

    /** Digest of the versions that matter for a result; ccache does not. */
    String digest(String kind) {
        String tools =
                String.join("\n", text.lines().filter(l -> !l.equals("ccache")).toList());
        return Cache.digest(kind, tools);
    }
}
