/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.kharness.process.Owner;

/**
 * The processes that are at work with a cache, a file each in its folder "jobs" that is named like its owner and as old as its
 * work. What was last used before the oldest of them began is used by none of them.
 */
public final class AtWork {
    private static final String FOLDER = "jobs";

    private AtWork() {}

    /** Notes that this process is at work, until it ends. */
    public static void begin(Cache cache) {
        note(cache, FOLDER);
    }

    /** Notes that this process is at something, by a file in a folder of the cache that is named like it, until it ends. */
    public static void note(Cache cache, String folder) {
        Path file = cache.folder(folder).resolve(Owner.self().text());
        try {
            if (Files.notExists(file)) {
                Files.createFile(file);
                Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
                file.toFile().deleteOnExit();
            }
        } catch (FileAlreadyExistsException e) {
            // by another thread
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The notes of processes that were killed. */
    public static List<Path> gone(Cache cache, String folder) {
        try (var all = Files.list(cache.folder(folder))) {
            return all.filter(f -> Owner.goneIn(String.valueOf(f.getFileName())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** When the first of the other processes began that are still at work; empty where there are none. */
    public static Optional<Instant> firstOther(Cache cache) {
        Path folder = cache.folder(FOLDER);
        Cache.deleteAbandoned(folder, "");
        String mine = Owner.self().text();
        try (var all = Files.list(folder)) {
            return all.filter(f -> !f.endsWith(mine))
                    .map(AtWork::begun)
                    .flatMap(Optional::stream)
                    .min(Instant::compareTo);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Instant> begun(Path file) {
        try {
            return Optional.of(Files.getLastModifiedTime(file).toInstant());
        } catch (NoSuchFileException e) {
            return Optional.empty(); // it ended meanwhile
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
