/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.kharness.process.Owner;

/**
 * Where SQLite's driver unpacks its native library, which it deletes on its way out. A killed process has none, and what it left in
 * a shared folder nobody could tell for its: so the folder carries its owner, as a machine's does, and the next job removes it.
 */
final class DriverFolder {
    private static final String PROPERTY = "org.sqlite.tmpdir"; // sqlite-jdbc, USAGE.md

    private DriverFolder() {}

    /** To be called before the driver is first used; another folder that the user wishes stays. */
    static synchronized void prepare() throws IOException {
        if (System.getProperty(PROPERTY) == null) {
            Path folder = Files.createTempDirectory("kharness-" + Owner.self().text() + "-");
            folder.toFile().deleteOnExit(); // after the driver's files, which come later: the last is deleted first
            System.setProperty(PROPERTY, folder.toString());
        }
    }
}
