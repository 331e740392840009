/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.kharness.platform.EinjRegisters;
import org.kharness.platform.EinjTable;

/** The files from which QEMU takes the platform's table and what its registers hold at the start. */
final class PlatformFiles {
    private PlatformFiles() {}

    static Path table(Path dir) {
        return dir.resolve("einj-table");
    }

    static Path registers(Path dir) {
        return dir.resolve("einj-registers");
    }

    static void write(Path dir) throws IOException {
        Files.write(table(dir), EinjTable.body());
        Files.write(registers(dir), EinjRegisters.initial());
    }
}
