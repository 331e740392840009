/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A folder of the cache whose entries are made once and then found again, each under a lock of its own. An entry's time of
 * modification is when it was used last.
 *
 * @param cache the cache
 * @param folder its name in the cache
 * @param locks what the name of an entry's lock begins with, before the entry's own
 */
public record Shelf(Cache cache, String folder, String locks) {
    /**
     * An entry.
     *
     * @param used when it was used last
     * @param bytes what it takes
     */
    public record Entry(Path path, Instant used, long bytes) {
        /** Its name in the folder. */
        public String name() {
            return path.getFileName().toString();
        }
    }

    /** Where an entry lies, or would. */
    public Path path(String name) {
        return cache.folder(folder).resolve(name);
    }

    /** The name of an entry's lock. */
    public String lock(String name) {
        return locks + name;
    }

    /** Notes that an entry is used now; to be called by who has its lock. */
    public static void used(Path entry) {
        try {
            Files.setLastModifiedTime(entry, FileTime.from(Instant.now()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All entries, those used longest ago first. */
    public List<Entry> entries() {
        try (var all = Files.list(cache.folder(folder))) {
            return all.filter(p -> Files.isDirectory(p, LinkOption.NOFOLLOW_LINKS))
                    .map(Shelf::entry)
                    .flatMap(Optional::stream)
                    .sorted(Comparator.comparing(Entry::used))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Entry> entry(Path path) {
        try {
            return Optional.of(new Entry(path, Files.getLastModifiedTime(path).toInstant(), size(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty(); // somebody was quicker
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Removes an entry, unless somebody has its lock, or has used it meanwhile.
     *
     * @param before an entry that was used at this time or later stays
     * @return false if it stayed
     */
    @SuppressWarnings("try") // the lock is held, not used
    public boolean remove(Entry entry, Instant before) {
        Optional<Cache.Lock> free = cache.lockNow(lock(entry.name()));
        if (free.isEmpty()) {
            return false;
        }
        try (Cache.Lock lock = free.get()) {
            if (!Files.getLastModifiedTime(entry.path()).toInstant().isBefore(before)) {
                return false;
            }
            // Out of its place in one step: half an entry would be taken for a whole one
            Path away = cache.temporary("removed-");
            Files.move(entry.path(), away.resolve(entry.name()));
            Cache.delete(away);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What files take below a path, in bytes; links are not followed, and what vanishes meanwhile counts nothing. */
    public static long size(Path path) {
        long[] bytes = {0};
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return 0;
        }
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    bytes[0] += attributes.size();
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes[0];
    }
}
