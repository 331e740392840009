/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.debian;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.Command;
import org.kharness.process.CommandResult;

/** Debian's programs on this machine. */
final class MachinePrograms implements DebianPrograms {
    private static final Duration LIMIT = Duration.ofMinutes(15);

    @Override
    public CommandResult run(List<String> line, Path in, Path also) {
        return Command.of(line).with("LC_ALL", "C").in(in).within(LIMIT).run();
    }

    @Override
    public AptSources sources() {
        return AptSources.read(Path.of("/etc/apt"));
    }

    @Override
    public boolean here() {
        return true;
    }

    /** Debian's keys come with apt there; elsewhere they are a package of their own. */
    @Override
    public void ensure() {
        if (!Files.isReadable(Path.of(PrivateApt.KEYRING))) {
            throw new SurroundingsException(
                    PrivateApt.KEYRING + " is missing: install the package debian-archive-keyring");
        }
    }
}
