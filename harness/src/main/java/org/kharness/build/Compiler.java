/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What kernels are compiled with. */
public enum Compiler {
    /** gcc, with the assembler and linker of binutils. */
    GCC("^gcc.*?(\\d+\\.\\d+\\.\\d+)", "", "", "build-essential flex bison bc libelf-dev libssl-dev"),
    /** clang, with the rest of LLVM (kernel documentation, kbuild/llvm). The guest's agent is still compiled by gcc. */
    CLANG("(?m)^.*\\bclang version (\\d+\\.\\d+\\.\\d+)", "clang ld.lld", "LLVM=1", "clang lld llvm");

    private final Pattern version;
    private final String tools;
    private final String make;
    private final String packages;

    Compiler(String version, String tools, String make, String packages) {
        this.version = Pattern.compile(version);
        this.tools = tools;
        this.make = make;
        this.packages = packages;
    }

    /** The program. */
    public String program() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The tools besides those of every toolchain, whose versions results depend on. */
    List<String> tools() {
        return words(tools);
    }

    /** What a kernel's make is told besides CC. */
    List<String> make() {
        return words(make);
    }

    /** The Debian packages that it comes in. */
    String packages() {
        return packages;
    }

    /** Its version by what the tools say of themselves; empty if it is not there. */
    String version(String text) {
        Matcher m = version.matcher(text);
        return m.find() ? m.group(1) : "";
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
    }
}
