/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What to type on a machine to install what Debian has under some name. The launcher says the same, from the same file.
 *
 * @param command that installs packages
 * @param names of packages that are called otherwise than in Debian; "-" for one that is not there
 */
record Distribution(String command, Map<String, String> names) {
    private static final Distribution DEBIAN = new Distribution("apt-get install", Map.of());
    private static final String ABSENT = "-";

    Distribution {
        names = Map.copyOf(names);
    }

    /** This machine's; Debian where nothing is known of it. */
    static Distribution here() {
        Path table = Path.of(System.getProperty("kharness.top", ""), "qemu-images", "host-names");
        return of(Path.of("/etc/os-release"), table);
    }

    /**
     * That of a machine.
     *
     * @param osRelease os-release(5)
     * @param table the file qemu-images/host-names, which tells its own form
     */
    static Distribution of(Path osRelease, Path table) {
        try {
            List<List<String>> rows = Files.readAllLines(table).stream()
                    .filter(l -> !l.isBlank() && !l.startsWith("#"))
                    .map(l -> List.of(l.split(" +", -1)))
                    .toList();
            for (String word : words(osRelease)) {
                for (int column = 0; column < rows.get(0).size(); column++) {
                    if (List.of(rows.get(0).get(column).split(",", -1)).contains(word)) {
                        return column(rows, column);
                    }
                }
            }
        } catch (IOException e) {
            // One of the files is not there: nothing is known
        }
        return DEBIAN;
    }

    private static Distribution column(List<List<String>> rows, int column) {
        Map<String, String> names = new HashMap<>();
        rows.stream()
                .skip(2)
                .forEach(row -> names.put(row.get(0), row.get(column).replace(',', ' ')));
        return new Distribution(rows.get(1).get(column).replace(',', ' '), names);
    }

    /** ID, then what it is like; of "opensuse-tumbleweed" the parts. */
    private static List<String> words(Path osRelease) throws IOException {
        return Files.readAllLines(osRelease).stream()
                .filter(l -> l.matches("ID(_LIKE)?=.*"))
                .sorted()
                .flatMap(l -> Arrays.stream(
                        l.substring(l.indexOf('=') + 1).replaceAll("[\"']", "").split("[ -]", -1)))
                .toList();
    }

    /** True if it has all of these, which Debian has under these names. */
    boolean has(List<String> packages) {
        return packages.stream().noneMatch(p -> names.getOrDefault(p, p).equals(ABSENT));
    }

    /** What to type for packages that Debian has under these names, and which of them it has not. */
    String install(List<String> packages) {
        String named = packages.stream()
                .map(p -> names.getOrDefault(p, p))
                .filter(n -> !n.equals(ABSENT))
                .collect(Collectors.joining(" "));
        String absent = packages.stream().filter(p -> !has(List.of(p))).collect(Collectors.joining(" "));
        List<String> parts = new ArrayList<>();
        if (!named.isEmpty()) {
            parts.add(command + " " + named);
        }
        if (!absent.isEmpty()) {
            parts.add("there is no package of " + absent);
        }
        return String.join("; ", parts);
    }

    /** What to type for one package. */
    String install(String name) {
        return install(List.of(name));
    }
}
