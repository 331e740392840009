/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.nio.file.Path;
import org.kharness.cache.Cache;
import org.kharness.process.Command;
import org.kharness.process.CommandResult;

/** Runs jobs on this machine, and has no compiler of its own. */
final class ToolchainHere implements Toolchain {
    @Override
    public Compiler compiler() {
        return Compiler.GCC;
    }

    @Override
    public String description() {
        return "none";
    }

    @Override
    public String digest() {
        return Cache.digest("none");
    }

    @Override
    public String kind() {
        return "here";
    }

    @Override
    public String where(Mount mount) {
        return mount.folder().toString();
    }

    @Override
    public boolean hasCcache() {
        return false;
    }

    @Override
    public void open(Path folder) {
        // whoever runs the test owns it
    }

    @Override
    public CommandResult run(Job job) {
        return Command.of(job.command())
                .in(job.directory().folder())
                .eachLine(job.lines())
                .run();
    }
}
