/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.util.concurrent.Callable;
import org.kharness.failure.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Commands that the launcher carries out itself: they are here to be listed, explained and completed. */
final class LauncherCommands {
    private LauncherCommands() {}

    private static InputException notHere(String name) {
        return new InputException(name + " is the launcher's: run ./kharness " + name);
    }

    /** {@code kharness check}. */
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description =
                    "Checks the harness itself: formatter, static checks, unit and integration tests. Arguments go to"
                            + " Maven.")
    static final class Check implements Callable<Integer> {
        @Option(
                names = "--soak",
                paramLabel = "MINUTES",
                description = "instead: run commands for so long, kill them, fill disks, and look for what they leave")
        private String soak = "";

        @Override
        public Integer call() {
            throw notHere("check " + soak);
        }
    }

    /** {@code kharness install}. */
    @Command(
            name = "install",
            mixinStandardHelpOptions = true,
            description = "Installs a copy with completions and man pages.")
    static final class Install implements Callable<Integer> {
        @Option(
                names = "--prefix",
                paramLabel = "FOLDER",
                description = "where to (default: /usr/local for root, ~/.local for others)")
        private String prefix = "";

        @Override
        public Integer call() {
            throw notHere("install " + prefix);
        }
    }

    /** {@code kharness package}. */
    @Command(
            name = "package",
            mixinStandardHelpOptions = true,
            description = "Makes a Debian package, checked by lintian.")
    static final class MakePackage implements Callable<Integer> {
        @Option(
                names = "--output",
                paramLabel = "FOLDER",
                description = "where the package goes (default: harness/target)")
        private String output = "";

        @Override
        public Integer call() {
            throw notHere("package " + output);
        }
    }
}
