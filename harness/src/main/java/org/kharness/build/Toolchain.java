/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import org.kharness.process.CommandResult;

/** A compiler with all around it that a kernel build needs, and a place to run it in. */
public interface Toolchain {
    /** The compiler and where it runs, such as "gcc 12.2.0 (container)". */
    String description();

    /** What kernels are compiled with. */
    Compiler compiler();

    /** What results depend on: kind of place and versions of the tools, as SHA-256. */
    String digest();

    /** Short name of the kind of place, "container" or "host"; part of folder names in the cache. */
    String kind();

    /** The path by which a job knows a mounted folder. */
    String where(Mount mount);

    /** True if ccache is there to put before the compiler. */
    boolean hasCcache();

    /** Lets jobs write to an existing folder of ours, whatever user they run as. */
    void open(java.nio.file.Path folder);

    /**
     * Runs a job to its end.
     *
     * @throws org.kharness.failure.SurroundingsException if it cannot be run at all
     */
    CommandResult run(Job job);
}
