/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.machine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * The files behind a machine's memory and its NVDIMM.
 *
 * @param shared true if what the guest writes reaches the files, so that the machine can be saved; false if it stays with
 *     this machine
 */
record Backing(Path memory, Path nvdimm, boolean shared) {
    /** Empty files in a machine's own folder. Nothing is written to them unless they are shared. */
    static Backing empty(MachineSpec spec, Path dir, boolean shared) throws IOException {
        Backing backing = new Backing(inFolder(dir).memory, inFolder(dir).nvdimm, shared);
        grow(backing.memory, spec.memoryMib());
        grow(backing.nvdimm, spec.nvdimmMib());
        return backing;
    }

    /** A saved machine's files, which stay as they are. */
    static Backing of(Snapshot snapshot) {
        return new Backing(snapshot.memory(), snapshot.nvdimm(), false);
    }

    /** Copies of a saved machine's files in a machine's own folder. */
    static Backing copyOf(Snapshot snapshot, Path dir) throws IOException {
        Backing backing = inFolder(dir);
        snapshot.copyTo(backing);
        return backing;
    }

    /** Files in a folder, which need not exist yet. */
    static Backing inFolder(Path dir) {
        return new Backing(dir.resolve("memory"), dir.resolve("nvdimm"), true);
    }

    private static void grow(Path file, int mib) throws IOException {
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength((long) mib << 20);
        }
    }
}
