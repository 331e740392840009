/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.Command;

/**
 * A machine that was stopped and saved: the state of its devices, the content of its memory and of its NVDIMM, and what its
 * console had said. Any number of machines can go on from it at once: they map the two contents privately (mmap(2),
 * MAP_PRIVATE), so that nothing is copied but what they write, and nothing that they write gets here.
 *
 * @param folder where its four files lie
 */
public record Snapshot(Path folder) {
    private static final Duration COPY_LIMIT = Duration.ofMinutes(2);

    /** CPU and devices, as QEMU's migration writes them. */
    public Path state() {
        return folder.resolve("state");
    }

    /** What the console had said when the machine was stopped. */
    public Path console() {
        return folder.resolve("console");
    }

    Path memory() {
        return folder.resolve("memory");
    }

    Path nvdimm() {
        return folder.resolve("nvdimm");
    }

    /** True if all files are there; they are published together, so a snapshot is whole or absent. */
    public boolean exists() {
        return Files.exists(state()) && Files.exists(console()) && Files.exists(memory()) && Files.exists(nvdimm());
    }

    /** Notes how long it took until the machine could be saved, in seconds. */
    public void tookToBoot(double seconds) {
        try {
            Files.writeString(folder.resolve("seconds"), Double.toString(seconds));
        } catch (IOException e) {
            throw new SurroundingsException("cannot write to " + folder + ": " + e.getMessage(), e);
        }
    }

    /** How long it took until the machine could be saved, in seconds; 0 where nobody noted it. */
    public double bootSeconds() {
        try {
            return Double.parseDouble(Files.readString(folder.resolve("seconds")));
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    /** When the two contents were last written. */
    List<FileTime> written() throws IOException {
        return List.of(Files.getLastModifiedTime(memory()), Files.getLastModifiedTime(nvdimm()));
    }

    /**
     * Lets other users open the two contents: QEMU, which maps them privately, opens them for writing all the same. The
     * folder is closed to all but the harness and who is shown it.
     */
    void letOpen() throws IOException {
        for (Path file : List.of(memory(), nvdimm())) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        }
    }

    void take(Backing backing, Path consoleFile) throws IOException {
        sparseCopy(backing.memory(), memory());
        sparseCopy(backing.nvdimm(), nvdimm());
        Files.copy(consoleFile, console());
    }

    /** Copies of the two contents, for a machine that is to be saved itself. */
    void copyTo(Backing backing) throws IOException {
        sparseCopy(memory(), backing.memory());
        sparseCopy(nvdimm(), backing.nvdimm());
    }

    /** cp(1) knows holes and shared extents of the host's file system; most of both files is holes. */
    private static void sparseCopy(Path from, Path to) throws IOException {
        try {
            Command.of("cp", "--sparse=always", "--reflink=auto", "--", from.toString(), to.toString())
                    .within(COPY_LIMIT)
                    .runOrFail();
        } catch (SurroundingsException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
