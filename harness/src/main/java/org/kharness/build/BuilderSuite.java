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

    /** The machine's own suite from the machine's own mirrors; bookworm where the machine is no Debian. */
    static BuilderSuite ofThisMachine() {
        return of(Path.of("/etc/os-release"), Path.of("/etc/apt"));
    }

    static BuilderSuite of(Path osRelease, Path apt) {
        String codename = "bookworm";
        try {
            List<String> lines = Files.readAllLines(osRelease);
            if (lines.contains("ID=debian")) {
                codename = lines.stream()
                        .filter(l -> l.startsWith("VERSION_CODENAME="))
                        .map(l -> l.substring(l.indexOf('=') + 1).replace("\"", ""))
                        .filter(l -> l.matches("[a-z]+"))
                        .findFirst()
                        .orElse("sid");
            }
        } catch (IOException e) {
            // os-release(5) may be missing: then it is no Debian
        }
        AptSources machine = AptSources.read(apt);
        String options = "deb [signed-by=" + PrivateApt.KEYRING + "] ";
        List<String> lines = new ArrayList<>(List.of(options + machine.mirror() + " " + codename + " main"));
        if (!codename.equals("sid")) {
            lines.add(options + machine.mirror() + " " + codename + "-updates main");
            lines.add(options + machine.securityMirror() + " " + codename + "-security main");
        }
        return new BuilderSuite(codename, lines);
    }
}
