/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kharness.debian.AptSources;
import org.kharness.debian.PrivateApt;

/**
 * The Debian suite that the build image is made of.
 *
 * @param name such as bookworm
 * @param sources where its packages come from, as lines of a sources.list
 */
record BuilderSuite(String name, List<String> sources) {
    BuilderSuite {
        sources = List.copyOf(sources);
    }

    /** The machine's own suite; bookworm where the machine is no Debian. */
    static String nameHere() {
        return name(Path.of("/etc/os-release"));
    }

    static String name(Path osRelease) {
        try {
            List<String> lines = Files.readAllLines(osRelease);
            if (lines.contains("ID=debian")) {
                return lines.stream()
                        .filter(l -> l.startsWith("VERSION_CODENAME="))
                        .map(l -> l.substring(l.indexOf('=') + 1).replace("\"", ""))
                        .filter(l -> l.matches("[a-z]+"))
                        .findFirst()
                        .orElse("sid");
            }
        } catch (IOException e) {
            // os-release(5) may be missing: then it is no Debian
        }
        return "bookworm";
    }

    /** A suite from the mirrors that apt is set up with. */
    static BuilderSuite of(String name, AptSources apt) {
        String options = "deb [signed-by=" + PrivateApt.KEYRING + "] ";
        List<String> lines = new ArrayList<>(List.of(options + apt.mirror() + " " + name + " main"));
        if (!name.equals("sid")) {
            lines.add(options + apt.mirror() + " " + name + "-updates main");
            lines.add(options + apt.securityMirror() + " " + name + "-security main");
        }
        return new BuilderSuite(name, lines);
    }
}
