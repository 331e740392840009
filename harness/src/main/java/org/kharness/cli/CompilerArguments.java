/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import org.kharness.build.Compiler;
import org.kharness.stage.RunRequest;
import picocli.CommandLine.Option;

/** With what the kernel is compiled, for the commands that take any compiler: coverage and mutants need gcc's own programs. */
final class CompilerArguments {
    @Option(
            names = "--compiler",
            paramLabel = "COMPILER",
            defaultValue = "gcc",
            description =
                    "gcc, or clang with the rest of LLVM, in a build image of its own (default: ${DEFAULT-VALUE})")
    private Compiler compiler = Compiler.GCC;

    /** The request with this compiler. */
    RunRequest in(RunRequest request) {
        return request.compiledBy(compiler);
    }
}
