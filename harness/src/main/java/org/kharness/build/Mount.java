/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.nio.file.Path;

/**
 * A folder that a job sees.
 *
 * @param folder where it is on this machine
 * @param inside where a container has it, such as "/src"
 * @param writable false if the job may only read it
 */
public record Mount(Path folder, String inside, boolean writable) {
    /** A folder that the job only reads. */
    public static Mount reading(Path folder, String inside) {
        return new Mount(folder, inside, false);
    }

    /** A folder that the job writes to. */
    public static Mount writing(Path folder, String inside) {
        return new Mount(folder, inside, true);
    }
}
