/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.Command;
import org.kharness.process.CommandResult;

/** The machine's own compiler. The kernel's scripts run as the user, with all that he can reach. */
final class HostToolchain implements Toolchain {
    /**
     * Ends a job with the harness, however that ends, and with the job all that it has started: process 1 of a namespace takes the
     * others with it (pid_namespaces(7)). make kills its compilers only when it is asked to end.
     */
    private static final List<String> TETHER = List.of("setpriv", "--pdeathsig", "KILL", "--", "unshare");

    private static final List<String> NAMESPACE = List.of("--pid", "--fork", "--kill-child", "--");

    private final ToolVersions versions;
    private final List<String> tether;

    private HostToolchain(ToolVersions versions, List<String> tether) {
        this.versions = versions;
        this.tether = tether;
    }

    static HostToolchain find(Compiler compiler) {
        ToolVersions versions = new ToolVersions(
                compiler, Command.of(ToolVersions.question(compiler)).run().text());
        if (versions.version().isEmpty()) {
            throw new SurroundingsException("no " + compiler.program() + " on this machine: install the packages "
                    + compiler.packages() + ", or build in a container");
        }
        return new HostToolchain(versions, tether());
    }

    /** The words before a job's own; none where this user may have no namespace. */
    private static List<String> tether() {
        return Stream.of(List.<String>of(), List.of("--user", "--map-current-user"))
                .map(as ->
                        Stream.of(TETHER, as, NAMESPACE).flatMap(List::stream).toList())
                .filter(words ->
                        Command.of(joined(words, List.of("true"))).run().ok())
                .findFirst()
                .orElse(List.of());
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return Stream.of(first, second).flatMap(List::stream).toList();
    }

    @Override
    public String description() {
        return versions.describe(kind());
    }

    @Override
    public Compiler compiler() {
        return versions.compiler();
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

    /** A compiler that is killed leaves its files, so they lie where the next build clears away what a cut-off one left. */
    private static Path temporary(Mount directory) {
        Path usual = Path.of(System.getProperty("java.io.tmpdir"));
        Path own = directory.folder().resolve(".tmp");
        try {
            return directory.writable() ? Files.createDirectories(own) : usual;
        } catch (IOException e) {
            return usual;
        }
    }

    @Override
    public CommandResult run(Job job) {
        Command command = Command.of(joined(tether, job.command()))
                .with("TMPDIR", temporary(job.directory()).toString())
                .in(job.directory().folder())
                .with("LC_ALL", "C")
                .within(job.limit())
                .eachLine(job.lines());
        job.environment().forEach(command::with);
        return command.run();
    }
}
