/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;

/**
 * Starts programs that are talked to while they run, or that get this terminal. Every other program is run by Commons Exec, see {@link Command},
 * to its end: Commons Exec's threads copy a program's output into streams and its input out of one, so nobody can ask, read the answer and ask
 * again, read a gigabyte at his own pace, or leave the terminal to the program. Whoever starts a program here ends it, with {@link ProcessTree}.
 */
public final class Conversation {
    private Conversation() {}

    /**
     * Input and output are pipes; what it says on standard error is dropped.
     *
     * @throws IOException if it cannot be started
     */
    public static Process piped(List<String> line) throws IOException {
        return new ProcessBuilder(line).redirectError(Redirect.DISCARD).start();
    }

    /**
     * Input is a pipe, output is dropped.
     *
     * @param errors the file for what it says on standard error
     * @throws IOException if it cannot be started
     */
    public static Process fed(List<String> line, Path errors) throws IOException {
        return new ProcessBuilder(line)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(errors.toFile())
                .start();
    }

    /**
     * It has no input.
     *
     * @param said the file that all it says is appended to
     * @throws IOException if it cannot be started
     */
    public static Process silent(List<String> line, Path said) throws IOException {
        Redirect append = Redirect.appendTo(said.toFile());
        return new ProcessBuilder(line)
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(append)
                .redirectError(append)
                .start();
    }

    /**
     * It has this process's own input and output.
     *
     * @throws IOException if it cannot be started
     */
    public static Process onTerminal(List<String> line) throws IOException {
        return new ProcessBuilder(line).inheritIO().start();
    }
}
