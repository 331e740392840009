/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.kharness.cache.Cache;
import org.kharness.failure.SurroundingsException;

/**
 * The folder that one run writes to: {@code reports/YYYYMMDD-HHMMSS-xxxx}, the time in UTC, then four hex digits that
 * keep runs of the same second apart.
 *
 * @param path the folder, which exists
 */
public record RunFolder(Path path) {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /**
     * Makes a new folder below the reports folder, which is created when missing.
     *
     * @throws SurroundingsException if it cannot be written to
     */
    public static RunFolder create(Path reports, InstantSource clock) {
        try {
            Files.createDirectories(reports);
            Path made = null;
            while (made == null) {
                made = tryToMake(reports, NAME.format(clock.instant()));
            }
            return new RunFolder(made);
        } catch (IOException e) {
            throw new SurroundingsException(
                    "cannot write to " + reports + ": " + e.getMessage() + "; make it writable", e);
        }
    }

    private static @Nullable Path tryToMake(Path reports, String time) throws IOException {
        String digits =
                String.format(Locale.ROOT, "%04x", ThreadLocalRandom.current().nextInt(0x10000));
        try {
            return Files.createDirectory(reports.resolve(time + "-" + digits));
        } catch (FileAlreadyExistsException e) {
            return null;
        }
    }

    /** The run's name, which is its id. */
    public String id() {
        return path.getFileName().toString();
    }

    /** Makes {@code reports/latest} point here, in one step. */
    public void makeLatest() {
        try {
            Path link = path.resolveSibling(".latest-" + id());
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, path.getFileName());
            Cache.publish(link, path.resolveSibling("latest"));
        } catch (IOException e) {
            throw new SurroundingsException("cannot make reports/latest point to " + path + ": " + e.getMessage(), e);
        }
    }
}
