/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.debian;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.kharness.failure.SurroundingsException;

/**
 * The package sources that a machine is set up with (sources.list(5)), in both their forms.
 *
 * @param entries binary-package sources, in the order of their files
 */
public record AptSources(List<Entry> entries) {
    public AptSources {
        entries = List.copyOf(entries);
    }

    /**
     * One archive with its suites.
     *
     * @param uri the archive's address, without a slash at its end
     * @param suites such as bookworm and bookworm-updates
     * @param components such as main
     * @param signedBy a key file that its signature is checked with; empty for the machine's trusted ones
     */
    public record Entry(String uri, List<String> suites, List<String> components, String signedBy) {
        public Entry {
            suites = List.copyOf(suites);
            components = List.copyOf(components);
        }

        /** True for an archive of Debian's security suites. */
        public boolean security() {
            return uri.endsWith("-security") || uri.contains("//security.") || uri.contains("/debian-security");
        }

        /** True for a mirror of Debian's main archive. */
        public boolean debian() {
            return !security() && uri.matches(".*/debian(/.*)?");
        }

        /** The entry in the one-line form. */
        public Stream<String> lines(String keyring) {
            String options = signedBy.isEmpty() && keyring.isEmpty()
                    ? ""
                    : "[signed-by=" + (signedBy.isEmpty() ? keyring : signedBy) + "] ";
            return suites.stream().map(s -> "deb " + options + uri + " " + s + " " + String.join(" ", components));
        }
    }

    /** Reads {@code sources.list} and {@code sources.list.d} in apt's folder, usually {@code /etc/apt}. */
    public static AptSources read(Path apt) {
        List<Entry> all = new ArrayList<>();
        try {
            Path main = apt.resolve("sources.list");
            if (Files.isReadable(main)) {
                all.addAll(oneLine(Files.readString(main)));
            }
            Path parts = apt.resolve("sources.list.d");
            if (Files.isDirectory(parts)) {
                try (Stream<Path> files = Files.list(parts)) {
                    for (Path file : files.sorted().filter(Files::isReadable).toList()) {
                        if (file.toString().endsWith(".list")) {
                            all.addAll(oneLine(Files.readString(file)));
                        } else if (file.toString().endsWith(".sources")) {
                            all.addAll(deb822(Files.readString(file)));
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new AptSources(all);
    }

    /** Reads the one-line form: {@code deb [signed-by=FILE] URI SUITE COMPONENT...}. */
    static List<Entry> oneLine(String text) {
        List<Entry> entries = new ArrayList<>();
        for (String line :
                text.lines().map(l -> l.replaceFirst("#.*", "").strip()).toList()) {
            if (!line.matches("deb[ \\t].*")) {
                continue;
            }
            String rest = line.substring(3).strip();
            String signedBy = "";
            if (rest.startsWith("[") && rest.contains("]")) {
                String options = rest.substring(1, rest.indexOf(']'));
                rest = rest.substring(rest.indexOf(']') + 1).strip();
                signedBy = Arrays.stream(options.strip().split("\\s+"))
                        .filter(o -> o.toLowerCase(Locale.ROOT).startsWith("signed-by="))
                        .map(o -> o.substring("signed-by=".length()))
                        .filter(k -> k.startsWith("/"))
                        .findFirst()
                        .orElse("");
            }
            List<String> words = List.of(rest.split("\\s+"));
            if (words.size() >= 3) {
                entries.add(new Entry(
                        slashless(words.get(0)), List.of(words.get(1)), words.subList(2, words.size()), signedBy));
            }
        }
        return entries;
    }

    /** Reads the deb822 form: paragraphs of Types, URIs, Suites, Components, Signed-By, Enabled. */
    static List<Entry> deb822(String text) {
        List<Entry> entries = new ArrayList<>();
        String plain = text.lines()
                .filter(l -> !l.startsWith("#"))
                .reduce("", (all, line) -> all + line.stripTrailing() + "\n");
        for (String paragraph : plain.split("\n{2,}", -1)) {
            Map<String, String> fields = fields(paragraph);
            boolean enabled = !fields.getOrDefault("enabled", "yes").matches("(?i)no|false|without|off|disable");
            if (!enabled || !words(fields, "types").contains("deb")) {
                continue;
            }
            // A key written into the field itself is no file that we could name
            String signedBy = fields.getOrDefault("signed-by", "");
            for (String uri : words(fields, "uris")) {
                entries.add(new Entry(
                        slashless(uri),
                        words(fields, "suites"),
                        words(fields, "components"),
                        signedBy.matches("/\\S+") ? signedBy : ""));
            }
        }
        return entries;
    }

    private static Map<String, String> fields(String paragraph) {
        Map<String, String> fields = new LinkedHashMap<>();
        String last = "";
        for (String line : paragraph.lines().toList()) {
            int colon = line.indexOf(':');
            if (line.startsWith(" ") || line.startsWith("\t")) {
                fields.merge(last, line, (a, b) -> (a + " " + b.strip()).strip());
            } else if (colon > 0) {
                last = line.substring(0, colon).toLowerCase(Locale.ROOT);
                fields.put(last, line.substring(colon + 1).strip());
            }
        }
        return fields;
    }

    private static List<String> words(Map<String, String> fields, String name) {
        return Stream.of(fields.getOrDefault(name, "").split("\\s+"))
                .filter(w -> !w.isEmpty())
                .toList();
    }

    private static String slashless(String uri) {
        return uri.replaceFirst("/+$", "");
    }

    /** The sources of Debian alone, so that a broken third-party source cannot stand in the way. */
    public AptSources debianOnly() {
        return new AptSources(entries.stream()
                .filter(e -> e.debian() || e.security())
                .filter(e -> e.components().contains("main"))
                .toList());
    }

    /**
     * The mirror of Debian's archive that this machine uses.
     *
     * @throws SurroundingsException if apt's sources name none
     */
    public String mirror() {
        return entries.stream()
                .filter(Entry::debian)
                .map(Entry::uri)
                .findFirst()
                .orElseThrow(() -> new SurroundingsException(
                        "apt's sources name no mirror of Debian: add one below /etc/apt/sources.list.d"));
    }

    /** The mirror of Debian's security archive that this machine uses, else the one beside its mirror. */
    public String securityMirror() {
        return entries.stream()
                .filter(Entry::security)
                .map(Entry::uri)
                .findFirst()
                .orElseGet(() -> mirror() + "-security");
    }
}
