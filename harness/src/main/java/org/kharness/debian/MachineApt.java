/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.debian;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kharness.cache.Cache;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.Command;
import org.kharness.process.CommandResult;

/**
 * The machine's own apt, with its sources and preferences; where Debian's programs are in a container, one with the sources of
 * the container's image. Downloads packages, whose signatures apt checks; needs no root and installs nothing. Every call of apt
 * costs a second or more, so packages are asked for many at a time.
 */
public final class MachineApt {
    private interface Apt {
        CommandResult run(Path in, String program, List<String> arguments);
    }

    private final Cache cache;
    private final Apt apt;
    private final Path folder;
    private @Nullable Set<String> known;

    /**
     * Downloads into the cache.
     *
     * @param state names what apt knows at present; packages downloaded under another state are not used
     */
    public MachineApt(Cache cache, String state, DebianPrograms programs) {
        this.cache = cache;
        this.folder = cache.folder("packages", state);
        this.apt = programs.here() ? MachineApt::own : listed(cache, programs)::run;
    }

    private static CommandResult own(Path in, String program, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(program));
        line.addAll(arguments);
        return Command.of(line).in(in).keepErrorApart().run();
    }

    /** An image has no lists, or old ones. */
    private static PrivateApt listed(Cache cache, DebianPrograms programs) {
        List<String> lines = programs.sources().debianOnly().entries().stream()
                .flatMap(e -> e.lines(PrivateApt.KEYRING))
                .toList();
        PrivateApt apt = new PrivateApt(cache.folder("apt", "guest"), lines, programs);
        apt.update();
        return apt;
    }

    /** Those of the names that apt knows. */
    public List<String> known(Collection<String> names) {
        if (known == null) {
            CommandResult all = apt.run(cache.root(), "apt-cache", List.of("pkgnames"));
            if (!all.ok()) {
                throw new SurroundingsException(all.describe());
            }
            known = new HashSet<>(all.output().lines().toList());
        }
        Set<String> there = known;
        return names.stream().filter(there::contains).toList();
    }

    /**
     * Makes sure that these packages are in the cache, in one go.
     *
     * @throws SurroundingsException if apt cannot download one
     */
    public void fetch(Collection<String> names) {
        List<String> missing =
                names.stream().distinct().filter(n -> find(n).isEmpty()).toList();
        if (missing.isEmpty()) {
            return;
        }
        Path dir = cache.temporary("apt-");
        try {
            List<String> arguments = new ArrayList<>(List.of("download", "-qq"));
            arguments.addAll(missing);
            CommandResult result = apt.run(dir, "apt-get", arguments);
            if (!result.ok()) {
                throw new SurroundingsException("cannot download packages: run apt-get update, or check"
                        + " the network\n" + result.describe());
            }
            for (Path deb : debs(dir, "")) {
                Cache.publish(deb, folder.resolve(deb.getFileName()));
            }
        } finally {
            Cache.delete(dir);
        }
    }

    /** The package's file, if it was fetched. */
    public Optional<Path> find(String name) {
        return debs(folder, name + "_").stream().findFirst();
    }

    private static List<Path> debs(Path dir, String prefix) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(dir, "*.deb")) {
            for (Path file : files) {
                if (file.getFileName().toString().startsWith(prefix)) {
                    found.add(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
