/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.Owner;

/**
 * The harness's cache folder: {@code $XDG_CACHE_HOME/kharness}, else {@code ~/.cache/kharness} (XDG Base Directory
 * specification, {@link UserFolders}). Everything in it can be deleted at any time when no run is under way.
 *
 * @param root the folder, which exists
 * @param waits told, in words, of a lock that somebody else has for long
 */
public record Cache(Path root, Consumer<String> waits) {
    private static final int TRIES_BEFORE_SAYING = 20;
    private static final long PAUSE_MILLIS = 50;

    /** Opens the user's cache, creating the folder when it is missing. */
    public static Cache open() {
        return at(UserFolders.cache(System.getenv()).resolve("kharness"));
    }

    /** Opens a cache at a folder of the caller's choice. */
    public static Cache at(Path root) {
        try {
            Files.createDirectories(root);
            return new Cache(root.toRealPath(), wait -> {});
        } catch (IOException e) {
            throw new SurroundingsException(
                    "cannot create the cache folder " + root + ": set XDG_CACHE_HOME to a folder you can write", e);
        }
    }

    /** The same cache, which tells what it waits for. */
    public Cache telling(Consumer<String> listener) {
        return new Cache(root, listener);
    }

    /** A folder below the root, created when missing. */
    public Path folder(String... names) {
        Path dir = root;
        for (String name : names) {
            dir = dir.resolve(name);
        }
        try {
            return Files.createDirectories(dir);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new folder for work in progress, on the cache's own file system so that results can be moved into place. */
    public Path temporary(String prefix) {
        try {
            return Files.createTempDirectory(
                    folder("tmp"), prefix + Owner.self().text() + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Deletes work in progress whose process is gone: it was killed, and could not do so itself.
     *
     * @return how many folders
     */
    public int clearAbandoned() {
        return deleteAbandoned(folder("tmp"), "");
    }

    /**
     * Deletes what lies in a folder under a name that begins so and tells an owner who is gone. A folder to which a program of that
     * owner still writes stays until the next time.
     *
     * @return how many files and folders
     */
    public static int deleteAbandoned(Path folder, String prefix) {
        int deleted = 0;
        try (var all = Files.newDirectoryStream(folder, prefix + "*")) {
            for (Path one : all) {
                if (Owner.goneIn(one.getFileName().toString()) && deletes(one)) {
                    deleted++;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return deleted;
    }

    /** Deletes it; false where it filled again meanwhile. */
    private static boolean deletes(Path path) {
        try {
            delete(path);
            return true;
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof DirectoryNotEmptyException) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Takes a named lock, waiting while another process or thread has it, and says so where that takes longer than a second.
     * The operating system drops it when the process dies, so no stale lock can stay behind.
     */
    public Lock lock(String name) {
        return lock(name, who -> waits.accept("waiting for " + name + ", which " + who + " has"));
    }

    /**
     * The same.
     *
     * @param waiting told once, where it takes longer than a second, who has it, in words
     */
    public Lock lock(String name, Consumer<String> waiting) {
        Path file = folder("locks").resolve(name.replaceAll("[^A-Za-z0-9._-]", "_"));
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock held = attempt(channel);
            for (int i = 0; held == null; i++) {
                Thread.sleep(PAUSE_MILLIS);
                if (i == TRIES_BEFORE_SAYING) {
                    waiting.accept(LockNote.read(channel));
                }
                held = attempt(channel);
            }
            LockNote.write(channel);
            return new Lock(channel, held);
        } catch (InterruptedException | ClosedByInterruptException | FileLockInterruptionException e) {
            Thread.currentThread().interrupt();
            throw new SurroundingsException("interrupted while waiting for the lock " + name, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes a named lock where nobody has it; empty where somebody does. */
    public Optional<Lock> lockNow(String name) {
        Path file = folder("locks").resolve(name.replaceAll("[^A-Za-z0-9._-]", "_"));
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock held = attempt(channel);
            if (held == null) {
                channel.close();
                return Optional.empty();
            }
            LockNote.write(channel);
            return Optional.of(new Lock(channel, held));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable FileLock attempt(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another thread of this process has it
        }
    }

    /** Moves a finished file or folder to its final name, in one step; an older file there is replaced. */
    public static void publish(Path finished, Path target) {
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            try {
                Files.move(finished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(finished, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes text to a file by way of a temporary name beside it. */
    public static void write(Path file, String text) {
        try {
            Path dir = Files.createDirectories(file.toAbsolutePath().getParent());
            Path temporary = Files.createTempFile(dir, "." + file.getFileName(), ".tmp");
            try {
                Files.writeString(temporary, text);
                Files.setPosixFilePermissions(
                        temporary, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
                publish(temporary, file);
            } finally {
                Files.deleteIfExists(temporary); // it is there yet where something failed
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Deletes a file or a folder with all that is in it; links are removed, not followed. What is gone already is no failure: an
     * interrupted job and its clean-up may both be at it.
     */
    public static void delete(Path path) {
        if (!Files.exists(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attrs) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure) throws IOException {
                    Files.deleteIfExists(dir);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SHA-256 over the parts, each ended by a NUL byte, in lower-case hex. */
    public static String digest(String... parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** SHA-256 of a file's bytes, in lower-case hex. */
    public static String digest(Path file) {
        MessageDigest digest = sha256();
        try (var in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** A SHA-256 that nothing was added to yet. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A held lock; closing it lets the next one in. */
    public record Lock(FileChannel channel, FileLock held) implements AutoCloseable {
        @Override
        public void close() {
            try {
                held.release();
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
