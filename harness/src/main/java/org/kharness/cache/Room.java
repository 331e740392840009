/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cache;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.SurroundingsException;

/** Room on file systems: looked at before something begins that needs it, and named where it ran out. */
public final class Room {
    private static final long MIB = 1L << 20;

    /** A file system with less has no room for the next file or line. */
    private static final long FULL = MIB;

    private static final String HINT = " (XDG_CACHE_HOME, --reports, TMPDIR)";

    private Room() {}

    /**
     * Makes sure of room.
     *
     * @param folder where it is needed; it need not exist yet
     * @param mib how much, in MiB
     * @param what needs it, such as "the build"
     * @throws SurroundingsException in one line that names the folder
     */
    public static void need(Path folder, long mib, String what) {
        long free = free(folder);
        if (free < mib * MIB) {
            throw new SurroundingsException(String.format(
                    Locale.ROOT,
                    "no room in %s: %s needs %d MiB, %d are free; make room, or name another folder%s",
                    folder,
                    what,
                    mib,
                    free / MIB,
                    HINT));
        }
    }

    /** True if so many MiB are free there. */
    public static boolean has(Path folder, long mib) {
        return free(folder) >= mib * MIB;
    }

    /** True if nothing more can be written there. */
    public static boolean isFull(Path folder) {
        return free(folder) < FULL;
    }

    /**
     * Says in one line which folder is full, where that is why something failed.
     *
     * @param failure as it was thrown
     * @param likely folders that are written to, for failures that name no file
     */
    public static Optional<String> ranOut(Throwable failure, List<Path> likely) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String said = String.valueOf(cause.getMessage());
            if (cause instanceof IOException
                    && (said.contains("No space left on device") || said.contains("Disk quota exceeded"))) {
                String where = folder(cause)
                        .or(() -> likely.stream().filter(Room::isFull).findFirst())
                        .map(Path::toString)
                        .orElse("one of " + likely);
                return Optional.of("no space is left in " + where + ": make room, or name another folder" + HINT);
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> folder(Throwable cause) {
        String file = cause instanceof FileSystemException e ? e.getFile() : null;
        return file == null
                ? Optional.empty()
                : Optional.ofNullable(Path.of(file).getParent());
    }

    private static long free(Path folder) {
        Path there = existing(folder.toAbsolutePath());
        // Not Files.getFileStore: it wants the mount point in /proc/mounts, which a chroot need not have.
        return there == null ? Long.MAX_VALUE : there.toFile().getUsableSpace();
    }

    private static @Nullable Path existing(Path folder) {
        Path there = folder;
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return there;
    }
}
