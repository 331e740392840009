/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.guest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.cache.Cache;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.Command;
import org.kharness.process.CommandResult;

/**
 * Gets packages of the machine's own Debian release with apt, which checks signatures; needs no root and installs
 * nothing.
 */
final class AptDownload {
    /** A line of {@code apt-get --print-uris}: 'URI' FILE SIZE HASH. */
    private static final Pattern PRINTED = Pattern.compile("'[^']+' (\\S+) \\d+ (\\S+:\\S+)?\\s*");

    private final Cache cache;

    AptDownload(Cache cache) {
        this.cache = cache;
    }

    /** The package's file in the cache, downloaded when it is not there; empty where apt knows no such package. */
    Optional<Path> get(String name) {
        CommandResult printed = Command.of("apt-get", "download", "--print-uris", "-qq", name)
                .keepErrorApart()
                .run();
        if (!printed.ok()) {
            return Optional.empty();
        }
        Matcher m = PRINTED.matcher(printed.text());
        if (!m.matches()) {
            return Optional.empty();
        }
        Path file = cache.folder("packages").resolve(m.group(1));
        if (!Files.exists(file)) {
            download(name, file);
        }
        return Optional.of(file);
    }

    private void download(String name, Path file) {
        Path dir = cache.temporary("apt-");
        try {
            CommandResult result =
                    Command.of("apt-get", "download", "-qq", name).in(dir).run();
            List<Path> got = new ArrayList<>();
            try (var files = Files.newDirectoryStream(dir, "*.deb")) {
                files.forEach(got::add);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            if (!result.ok() || got.size() != 1) {
                throw new SurroundingsException("cannot download the package " + name
                        + " for the guest: run apt-get update, or check the network\n" + result.describe());
            }
            Cache.publish(got.get(0), file);
        } finally {
            Cache.delete(dir);
        }
    }
}
