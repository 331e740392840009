/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kharness.host.Sandbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * QEMU's command line in its sandbox: it sees the kernel and the initramfs, and may write to its own folder, the console and what
 * lies behind its memory.
 *
 * @param command to start
 */
record Confined(List<String> command, Sandbox sandbox) {
    private static final Logger LOG = LoggerFactory.getLogger(Confined.class);

    /** Found once: what this machine offers does not change while the harness runs. */
    private static final class Found {
        static final Sandbox SANDBOX = Sandbox.find();
    }

    static Confined of(List<String> arguments, MachineSpec spec, Backing backing, Path dir, Path console)
            throws IOException {
        return make(arguments, spec, backing, dir, console, false);
    }

    static Confined onTerminal(List<String> arguments, MachineSpec spec, Backing backing, Path dir, Path console)
            throws IOException {
        return make(arguments, spec, backing, dir, console, true);
    }

    private static Confined make(
            List<String> arguments, MachineSpec spec, Backing backing, Path dir, Path console, boolean terminal)
            throws IOException {
        Sandbox sandbox = Found.SANDBOX.anew();
        if (!Files.exists(console)) {
            Files.createFile(console);
        }
        sandbox.give(console);
        sandbox.give(dir);
        try (var files = Files.newDirectoryStream(dir)) {
            for (Path file : files) {
                sandbox.give(file);
            }
        }
        List<Path> writable = new ArrayList<>(List.of(QemuArguments.whole(dir), QemuArguments.whole(console)));
        for (Path file : List.of(backing.memory(), backing.nvdimm())) {
            if (!file.startsWith(dir)) {
                writable.add(QemuArguments.whole(file));
            }
        }
        List<Path> readable =
                new ArrayList<>(List.of(QemuArguments.whole(spec.kernel()), QemuArguments.whole(spec.initramfs())));
        if (spec.qemu().startsWith("/")) {
            readable.add(Path.of(spec.qemu()));
        }
        return new Confined(sandbox.around(arguments, readable, writable, terminal), sandbox);
    }

    void takeBack(Path console) {
        try {
            sandbox.takeBack(console);
        } catch (IOException e) {
            LOG.warn("{} stays the sandbox's: {}", console, e.getMessage());
        }
    }
}
