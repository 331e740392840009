/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.debian;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kharness.cache.Cache;
import org.kharness.cache.Room;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.CommandResult;

/**
 * apt with a state folder and a sources list of our own (apt.conf(5), Dir), so that any suite can be looked at without
 * root and without touching the machine's own lists. Signatures are checked as ever; proxies and the like come from the
 * machine's configuration.
 */
public final class PrivateApt {
    /** The keys that Debian's archives are signed with, old suites included (package debian-archive-keyring). */
    public static final String KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

    private static final Pattern VERSIONED = Pattern.compile("linux-source-(\\d{1,4})\\.(\\d{1,4})");
    private static final Pattern URI_LINE = Pattern.compile("'([^']+)' (\\S+) (\\d+) SHA256:([0-9a-f]{64})");

    /** Compares packages' names by the kernel versions in them; any other name is lower. */
    public static final Comparator<String> BY_VERSION =
            Comparator.<String>comparingInt(n -> number(n, 1)).thenComparingInt(n -> number(n, 2));

    private static final long LISTS_MIB = 60;

    private final Path folder;
    private final String sourcesDigest;
    private final DebianPrograms programs;

    /** Uses a folder that is ours alone, with the sources given as lines of a sources.list. */
    public PrivateApt(Path folder, List<String> sources, DebianPrograms programs) {
        this.folder = folder;
        this.programs = programs;
        this.sourcesDigest = Cache.digest(String.join("\n", sources)).substring(0, 16);
        for (String dir : List.of("state/lists/partial", "cache/archives/partial")) {
            try {
                Files.createDirectories(folder.resolve(dir));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        Cache.write(folder.resolve("sources.list"), String.join("\n", sources) + "\n");
        Cache.write(folder.resolve("apt.conf"), configuration());
    }

    private String configuration() {
        return String.join(
                "\n",
                "Dir::State \"" + folder.resolve("state") + "\";",
                "Dir::State::status \"/dev/null\";",
                "Dir::Cache \"" + folder.resolve("cache") + "\";",
                "Dir::Etc::sourcelist \"" + folder.resolve("sources.list") + "\";",
                "Dir::Etc::sourceparts \"-\";",
                "Dir::Etc::preferences \"-\";",
                "Dir::Etc::preferencesparts \"-\";",
                // Hooks of the machine are for the machine's own lists
                "#clear APT::Update::Pre-Invoke;",
                "#clear APT::Update::Post-Invoke;",
                "#clear APT::Update::Post-Invoke-Success;",
                // The user that apt lets download cannot enter a private folder; signatures guard all the same
                "APT::Sandbox::User \"\";",
                "APT::Architecture \"amd64\";",
                "APT::Architectures { \"amd64\"; };",
                "Acquire::Languages \"none\";",
                "Acquire::Retries \"2\";",
                "Acquire::http::Timeout \"20\";",
                "Acquire::https::Timeout \"20\";",
                "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled \"false\";",
                "Acquire::IndexTargets::deb::CNF::DefaultEnabled \"false\";",
                "Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled \"false\";",
                "");
    }

    private CommandResult apt(Path in, String program, String... arguments) {
        return run(in, program, List.of(arguments));
    }

    /**
     * Runs a program of apt's with these sources.
     *
     * @param in the folder that it starts in and may write to
     */
    CommandResult run(Path in, String program, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(program, "-q", "-c=" + folder.resolve("apt.conf")));
        line.addAll(arguments);
        return programs.run(line, in, folder);
    }

    /** What came of fetching the package lists. */
    public enum Update {
        DONE,
        /** The archive answers, but has no such suite. */
        NO_SUCH_SUITE
    }

    /**
     * Fetches the package lists.
     *
     * @throws SurroundingsException if the archive does not answer, or its signature is not good
     */
    public Update update() {
        CommandResult result = apt(folder, "apt-get", "-o", "APT::Update::Error-Mode=any", "update");
        if (result.ok()) {
            return Update.DONE;
        }
        if (result.output().contains("does not have a Release file")
                || result.output().contains("404  Not Found")) {
            return Update.NO_SUCH_SUITE;
        }
        Room.need(folder, LISTS_MIB, "Debian's package lists"); // of a full disk apt says no more than that it failed
        String why = result.output()
                .lines()
                .filter(l -> l.startsWith("E:") || l.startsWith("W:") || l.startsWith("Err:"))
                .findFirst()
                .orElse("apt-get ended with " + result.exitCode());
        throw new SurroundingsException(
                "cannot fetch Debian's package lists: " + why + "; check the network and the sources in /etc/apt");
    }

    /**
     * What the lists name, as of now or of a while ago.
     *
     * @param update what came of fetching them
     * @param sources the kernel sources in them, such as linux-source-6.1, in no order
     * @param recent true if they were fetched earlier
     */
    public record Known(Update update, List<String> sources, boolean recent) {
        public Known {
            sources = List.copyOf(sources);
        }

        /** The kernel source of the highest version. */
        public Optional<String> newest() {
            return sources.stream().filter(s -> VERSIONED.matcher(s).matches()).max(BY_VERSION);
        }
    }

    /**
     * What the lists name; fetches them unless that was done within this time, since each of Debian's suites costs seconds even where nothing
     * is new.
     *
     * @throws SurroundingsException if the archive does not answer, or its signature is not good
     */
    public Known known(Duration recent, Instant now) {
        Path file = folder.resolve("known-" + sourcesDigest);
        Optional<Known> earlier = read(file, now.minus(recent), now);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Update update = update();
        List<String> sources = update == Update.DONE ? kernelSources() : List.of();
        Cache.write(file, update + "\n" + String.join("\n", sources) + "\n");
        return new Known(update, sources, false);
    }

    private List<String> kernelSources() {
        CommandResult result = apt(folder, "apt-cache", "pkgnames", "linux-source-");
        if (!result.ok()) {
            throw new SurroundingsException(result.describe());
        }
        return result.output()
                .lines()
                .filter(l -> VERSIONED.matcher(l).matches())
                .toList();
    }

    private static Optional<Known> read(Path file, Instant from, Instant to) {
        try {
            Instant written = Files.getLastModifiedTime(file).toInstant();
            if (written.isBefore(from) || written.isAfter(to)) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(file);
            return Optional.of(new Known(
                    Update.valueOf(lines.get(0)),
                    lines.stream().skip(1).filter(l -> !l.isEmpty()).toList(),
                    true));
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty(); // none yet, or none that can be read
        }
    }

    /** A part of the kernel version in a package's name, 1 or 2; -1 where there is none. */
    private static int number(String name, int part) {
        Matcher version = VERSIONED.matcher(name);
        return version.matches() ? Integer.parseInt(version.group(part)) : -1;
    }

    /** The first number of the kernel version in a package's name; -1 where there is none. */
    public static int major(String name) {
        return number(name, 1);
    }

    /** Where the newest version of a package is; empty if these sources do not have it. */
    public Optional<SourcePackage> find(String name) {
        CommandResult result = apt(folder, "apt-get", "download", "--print-uris", name);
        if (!result.ok()) {
            return Optional.empty();
        }
        return named(name, result.output());
    }

    /**
     * The package of this name among what apt printed. Where no package has the name, apt takes it for a pattern:
     * linux-source-6.1 would be linux-source-6.12.
     */
    static Optional<SourcePackage> named(String name, String output) {
        return output.lines()
                .map(URI_LINE::matcher)
                .filter(Matcher::matches)
                .filter(m -> m.group(2).startsWith(name + "_"))
                .map(m -> new SourcePackage(name, m.group(2), Long.parseLong(m.group(3)), m.group(4)))
                .findFirst();
    }

    /**
     * Downloads a package and checks it against the hash that the signed lists give.
     *
     * @return the file, in the given folder
     */
    public Path download(SourcePackage wanted, Path into) {
        CommandResult result = apt(into, "apt-get", "download", wanted.name());
        Path file = into.resolve(wanted.file());
        if (!result.ok() || !Files.isRegularFile(file)) {
            throw new SurroundingsException("cannot download " + wanted.name() + ": " + result.describe());
        }
        if (!Cache.digest(file).equals(wanted.sha256())) {
            throw new SurroundingsException(wanted.file() + " is not what the signed package list says: run again");
        }
        return file;
    }

    /**
     * Downloads packages and all that they depend on, as onto a machine that has none, checked against the signed lists.
     *
     * @param into an empty folder
     * @return the files, by name
     */
    public List<Path> downloadAll(List<String> names, Path into) {
        try {
            Files.createDirectories(into.resolve("partial"));
            List<String> arguments = new ArrayList<>(List.of(
                    "--yes",
                    "--no-install-recommends",
                    "--download-only",
                    "-o",
                    "Dir::Cache::archives=" + into,
                    "-o",
                    // It would lock dpkg's folder, and nothing is installed
                    "Debug::NoLocking=true",
                    "install"));
            arguments.addAll(names);
            CommandResult result = run(into, "apt-get", arguments);
            if (!result.ok()) {
                String why = result.output()
                        .lines()
                        .filter(l -> l.startsWith("E:"))
                        .findFirst()
                        .orElseGet(result::describe);
                throw new SurroundingsException("cannot download Debian's packages: " + why);
            }
            try (Stream<Path> files = Files.list(into)) {
                return files.filter(f -> f.toString().endsWith(".deb")).sorted().toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A package that can be had.
     *
     * @param name such as linux-source-6.1
     * @param file the name that a download gets
     * @param size in bytes
     * @param sha256 of the file, from the signed package list
     */
    public record SourcePackage(String name, String file, long size, String sha256) {
        /** The package's version, such as 6.1.192-2: the middle of its file name, where apt writes ':' as %3a. */
        public String version() {
            String[] parts = file.split("_", -1);
            return parts.length == 3 ? parts[1].replace("%3a", ":") : file;
        }
    }
}
