/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.CommandResult;

/** The compiler's own reader of what its instrumented code counted (gcov(1)). */
public final class Gcov {
    private static final Duration LIMIT = Duration.ofMinutes(20);

    /** Before each file's JSON goes the name of its folder. It is one line of any length: folded, since a line is cut at some length. */
    private static final String SCRIPT = "cd \"$1\" && for d in *; do cd \"$d\" || exit; for f in *.gcda; do "
            + "[ -e \"$f\" ] || continue; echo \"@$d\"; gcov --json-format --stdout --branch-probabilities \"$f\" 2>/dev/null | fold -b -w 16000; echo; echo .; "
            + "done; cd ..; done";

    private Gcov() {}

    /** Copies the compiler's notes out of an object folder. Those of objects that are made no longer may be among them. */
    static void gatherNotes(Path objects, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(objects)) {
            for (Path note : files.filter(f -> f.toString().endsWith(".gcno")).toList()) {
                Path copy = target.resolve(objects.relativize(note).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(note, copy);
            }
        }
    }

    /**
     * Reads what was counted.
     *
     * @param folder with folders in it, each with NAME.gcda and the NAME.gcno of its object file
     * @param lines told "@" and the name of a folder, then what gcov says of one file there as one line of JSON, and so on
     * @throws SurroundingsException if it cannot be run
     */
    public static void read(Toolchain toolchain, Path folder, Consumer<String> lines) {
        toolchain.open(folder);
        try (Stream<Path> all = Files.list(folder)) {
            all.forEach(toolchain::open);
        } catch (IOException e) {
            throw new SurroundingsException("cannot read " + folder + ": " + e.getMessage(), e);
        }
        Mount work = Mount.writing(folder, "/gcov");
        StringBuilder piece = new StringBuilder();
        CommandResult result = toolchain.run(Job.of(List.of("sh", "-c", SCRIPT, "sh", toolchain.where(work)), work)
                .within(LIMIT)
                .eachLine(line -> whole(line, piece, lines)));
        if (!result.ok()) {
            throw new SurroundingsException(
                    "gcov ended with " + result.exitCode() + ": " + String.join("; ", result.tail()));
        }
    }

    /** Puts what was folded together again. */
    private static void whole(String line, StringBuilder piece, Consumer<String> lines) {
        if (line.startsWith("@")) {
            piece.setLength(0);
            lines.accept(line);
        } else if (line.equals(".")) {
            lines.accept(piece.toString());
            piece.setLength(0);
        } else {
            piece.append(line);
        }
    }
}
