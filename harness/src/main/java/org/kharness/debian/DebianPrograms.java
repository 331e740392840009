/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.debian;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import org.kharness.failure.SurroundingsException;
import org.kharness.job.JobContext;
import org.kharness.process.CommandResult;

/**
 * Where Debian's own programs run, apt above all: on this machine where it has them, else in a container of an image of
 * Debian's. Safe for several threads.
 */
public interface DebianPrograms {
    /**
     * Runs one to its end, which comes within a quarter of an hour. Its messages are English.
     *
     * @param in the folder of ours that it starts in and may write to
     * @param also another one that it may write to; both have the same path for it as for us
     * @throws SurroundingsException if it cannot be started, see {@link #ensure()}
     */
    CommandResult run(List<String> line, Path in, Path also);

    /**
     * The package sources that apt is set up with there.
     *
     * @throws SurroundingsException as {@link #ensure()}
     */
    AptSources sources();

    /** True if they are this machine's own, with its lists and preferences. */
    boolean here();

    /**
     * Makes sure that they can be run. Where that takes an image, the engine is asked to pull it.
     *
     * @throws SurroundingsException if they cannot be had, with what to type
     */
    void ensure();

    /** Opens the programs for a machine that has none. Found by its name in META-INF/services, so that nothing here knows containers. */
    interface Elsewhere {
        /** Costs nothing before the first of them is run. */
        DebianPrograms open(JobContext job);
    }

    /** This machine's own, whether it has them or not. */
    static DebianPrograms ofThisMachine() {
        return new MachinePrograms();
    }

    /** This machine's own where they are of use, else those in a container. Costs no time. */
    static DebianPrograms find(JobContext job) {
        if (useful(System.getenv().getOrDefault("PATH", ""), Path.of("/etc"))) {
            return ofThisMachine();
        }
        return ServiceLoader.load(Elsewhere.class)
                .findFirst()
                .orElseThrow(() -> new SurroundingsException("this harness lacks a part of its own: build it again"))
                .open(job);
    }

    /**
     * True if a machine's own apt is of use: there is one, and the machine is a Debian, or apt's sources name Debian's archive.
     * Ubuntu's do not, and the apt that Fedora and Arch have as a package has no sources.
     *
     * @param path the value of PATH
     * @param etc the machine's /etc
     */
    static boolean useful(String path, Path etc) {
        return Arrays.stream(path.split(File.pathSeparator, -1))
                        .anyMatch(dir -> Files.isExecutable(Path.of(dir.isEmpty() ? "." : dir, "apt-get")))
                && (isDebian(etc.resolve("os-release"))
                        || AptSources.read(etc.resolve("apt")).debianOnly().entries().stream()
                                .anyMatch(AptSources.Entry::debian));
    }

    private static boolean isDebian(Path osRelease) {
        try {
            return Files.readAllLines(osRelease).contains("ID=debian");
        } catch (IOException e) {
            return false; // os-release(5) may be missing
        }
    }
}
