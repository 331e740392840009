/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.nio.file.Path;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.Command;
import org.kharness.process.CommandResult;

/** The machine's own compiler. The kernel's scripts run as the user, with all that he can reach. */
final class HostToolchain implements Toolchain {
    private final ToolVersions versions;

    private HostToolchain(ToolVersions versions) {
        this.versions = versions;
    }

    static HostToolchain find() {
        ToolVersions versions =
                new ToolVersions(Command.of(ToolVersions.QUESTION).run().text());
        if (versions.gcc().isEmpty()) {
            throw new SurroundingsException("no gcc on this machine: install the packages build-essential flex bison bc"
                    + " libelf-dev libssl-dev, or build in a container");
        }
        return new HostToolchain(versions);
    }

    @Override
    public String description() {
        return "gcc " + versions.gcc() + " (host)";
    }

    @Override
    public String digest() {
        return versions.digest(kind());
    }

    @Override
    public String kind() {
        return "host";
    }

    @Override
    public String where(Mount mount) {
        return mount.folder().toString();
    }

    @Override
    public boolean hasCcache() {
        return versions.ccache();
    }

    @Override
    public void open(Path folder) {
        // Jobs run as the user who owns it
    }

    @Override
    public CommandResult run(Job job) {
        Command command = Command.of(job.command())
                .in(job.directory().folder())
                .with("LC_ALL", "C")
                .within(job.limit())
                .eachLine(job.lines());
        job.environment().forEach(command::with);
        return command.run();
    }
}
