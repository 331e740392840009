/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;
import org.kharness.kernel.StandingTree;
import org.kharness.process.Cleanup;
import org.kharness.series.source.SeriesSource;

/** Turns what a user writes for a series into what any stage can open, and open more than once. */
final class SeriesName {
    /** A range without a path: the tree one stands in is meant. */
    private static final Pattern RANGE = Pattern.compile("git:(?<range>[^@]*[^@.]\\.\\.[^@.][^@]*)");

    private SeriesName() {}

    /**
     * The series to open.
     *
     * @param given as the user wrote it; null or "none" for none
     */
    static @Nullable String of(@Nullable String given, Cleanup cleanup) {
        if (given == null || given.equals("none")) {
            return null;
        }
        return some(given, cleanup);
    }

    /** The same for a series that must be there. */
    static String some(String given, Cleanup cleanup) {
        if (given.equals("-")) {
            return spooled(System.in, cleanup).toString();
        }
        Path pipe = Path.of(given);
        if (Files.exists(pipe) && !Files.isRegularFile(pipe) && !Files.isDirectory(pipe)) {
            return spooled(pipe, cleanup).toString();
        }
        Matcher range = RANGE.matcher(given);
        if (range.matches()) {
            Path tree = StandingTree.top(Path.of("").toAbsolutePath())
                    .orElseThrow(() -> new InputException(
                            given + ": this folder is in no git tree: name one, as in git:PATH@A..B"));
            return "git:" + tree + "@" + range.group("range");
        }
        return given;
    }

    /** What a shell's {@code <(command)} gives comes once too. */
    private static Path spooled(Path pipe, Cleanup cleanup) {
        try (InputStream in = new FileInputStream(pipe.toFile())) {
            return spooled(in, cleanup);
        } catch (IOException e) {
            throw new InputException("cannot read " + pipe + ": " + e.getMessage(), e);
        }
    }

    /** Standard input comes once; a run may open its series for every variant. */
    static Path spooled(InputStream in, Cleanup cleanup) {
        Path folder = Cache.open().temporary("stdin-");
        cleanup.register(() -> Cache.delete(folder));
        Path file = folder.resolve(SeriesSource.PIPED);
        try {
            Files.copy(in, file);
        } catch (IOException e) {
            throw new InputException("cannot read the series from standard input: " + e.getMessage(), e);
        }
        return file;
    }
}
