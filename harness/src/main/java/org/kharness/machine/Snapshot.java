/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.Command;

/**
 * A machine that was stopped and saved: its state without the NVDIMM, the NVDIMM's content, and what its console had
 * said. Any number of machines can go on from it, one after the other or at once.
 *
 * @param folder where its three files lie
 */
public record Snapshot(Path folder) {
    private static final Duration COPY_LIMIT = Duration.ofMinutes(2);

    /** CPU, devices and memory, as QEMU's migration writes them. */
    public Path state() {
        return folder.resolve("state");
    }

    /** What the console had said when the machine was stopped. */
    public Path console() {
        return folder.resolve("console");
    }

    private Path nvdimm() {
        return folder.resolve("nvdimm");
    }

    /** True if all files are there; they are published together, so a snapshot is whole or absent. */
    public boolean exists() {
        return Files.exists(state()) && Files.exists(console()) && Files.exists(nvdimm());
    }

    void take(Path nvdimmFile, Path consoleFile) throws IOException {
        sparseCopy(nvdimmFile, nvdimm());
        Files.copy(consoleFile, console());
    }

    void copyNvdimm(Path to) throws IOException {
        sparseCopy(nvdimm(), to);
    }

    /** cp(1) knows holes and shared extents of the host's file system; most of an NVDIMM's file is a hole. */
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
