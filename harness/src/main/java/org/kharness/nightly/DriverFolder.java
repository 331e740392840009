/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.io.IOException;
import org.kharness.process.LibraryFolder;

/** Where SQLite's driver unpacks its native library. */
final class DriverFolder {
    private static final String PROPERTY = "org.sqlite.tmpdir"; // sqlite-jdbc, USAGE.md

    private DriverFolder() {}

    /** To be called before the driver is first used; another folder that the user wishes stays. */
    static synchronized void prepare() throws IOException {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, LibraryFolder.create().toString());
        }
    }
}
