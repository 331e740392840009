/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What to type on a machine to install what Debian has under some name.
 *
 * @param command that installs packages
 * @param names of packages that are called otherwise than in Debian
 * @param others what is to be said of packages that it has not
 * @param ids the words of os-release(5), ID and ID_LIKE, that it is known by
 */
record Distribution(String command, Map<String, String> names, Map<String, String> others, Set<String> ids) {
    private static final Distribution DEBIAN =
            new Distribution("apt-get install", Map.of(), Map.of(), Set.of("debian", "ubuntu"));

    private static final List<Distribution> ALL = List.of(
            DEBIAN,
            new Distribution(
                    "dnf install", Map.of("docker.io", "moby-engine"), Map.of(), Set.of("fedora", "rhel", "centos")),
            new Distribution(
                    "pacman -S",
                    Map.of("docker.io", "docker"),
                    Map.of("mmdebstrap", "install mmdebstrap from the AUR"),
                    Set.of("arch")),
            new Distribution(
                    "zypper install",
                    Map.of("docker.io", "docker", "qemu-system-x86", "qemu-x86"),
                    Map.of("mmdebstrap", "install mmdebstrap by hand, openSUSE has no package of it"),
                    Set.of("suse", "opensuse")));

    private static final Path OS_RELEASE = Path.of("/etc/os-release");

    Distribution {
        names = Map.copyOf(names);
        others = Map.copyOf(others);
        ids = Set.copyOf(ids);
    }

    /** This machine's; Debian where nothing is known of it. */
    static Distribution here() {
        return of(OS_RELEASE);
    }

    static Distribution of(Path osRelease) {
        try {
            List<String> words = Files.readAllLines(osRelease).stream()
                    .filter(l -> l.matches("ID(_LIKE)?=.*"))
                    .sorted() // ID, then what it is like
                    .flatMap(l -> Arrays.stream(l.substring(l.indexOf('=') + 1)
                            .replaceAll("[\"']", "")
                            .split("[ -]", -1)))
                    .toList();
            return words.stream()
                    .flatMap(w -> ALL.stream().filter(d -> d.ids.contains(w)))
                    .findFirst()
                    .orElse(DEBIAN);
        } catch (IOException e) {
            return DEBIAN;
        }
    }

    /** What to type for packages that Debian has under these names. */
    String install(List<String> packages) {
        String named = packages.stream()
                .filter(p -> !others.containsKey(p))
                .map(p -> names.getOrDefault(p, p))
                .collect(Collectors.joining(" "));
        Stream<String> said = packages.stream().filter(others::containsKey).map(others::get);
        Stream<String> typed = named.isEmpty() ? Stream.empty() : Stream.of(command + " " + named);
        return Stream.concat(typed, said).collect(Collectors.joining("; "));
    }

    /** What to type for one package. */
    String install(String name) {
        return install(List.of(name));
    }
}
