/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.util.ArrayList;
import java.util.List;
import org.kharness.cache.Cache;

/**
 * What the tools of a toolchain say about themselves.
 *
 * @param text the version lines of compiler, assembler, linker and make
 */
record ToolVersions(Compiler compiler, String text) {
    /** Asks the tools; "ccache" is the last line where it is there. */
    static List<String> question(Compiler compiler) {
        List<String> tools = new ArrayList<>(List.of("gcc", "as", "ld", "make"));
        tools.addAll(compiler.tools());
        return List.of(
                "sh",
                "-c",
                "for t in " + String.join(" ", tools) + "; do $t --version 2>/dev/null | head -n 1 || exit 1; done; "
                        + "if command -v ccache >/dev/null; then echo ccache; fi");
    }

    /** The version of the compiler; empty if there is none. */
    String version() {
        return compiler.version(text);
    }

    /** The compiler and where it runs, such as "gcc 12.2.0 (container)". */
    String describe(String where) {
        return compiler.program() + " " + version() + " (" + where + ")";
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
