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
 * The machine's own apt, with its sources and preferences. Downloads packages, whose signatures apt checks; needs no root
 * and installs nothing. Every call of apt costs a second or more, so packages are asked for many at a time.
 */
public final class MachineApt {
    private final Cache cache;
    private final Path folder;
    private @Nullable Set<String> known;

    /**
     * Downloads into the cache.
     *
     * @param state names what apt knows at present; packages downloaded under another state are not used
     */
    public MachineApt(Cache cache, String state) {
        this.cache = cache;
        this.folder = cache.folder("packages", state);
    }

    /** Those of the names that apt knows. */
    public List<String> known(Collection<String> names) {
        if (known == null) {
            CommandResult all =
                    Command.of("apt-cache", "pkgnames").keepErrorApart().runOrFail();
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
            List<String> command = new ArrayList<>(List.of("apt-get", "download", "-qq"));
            command.addAll(missing);
            CommandResult result = Command.of(command).in(dir).run();
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
