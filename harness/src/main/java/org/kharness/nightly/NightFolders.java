/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.cache.Cache;
import org.kharness.cache.Shelf;

/**
 * What lies in the reports' folder of nights. Only what has the names that nights and runs give is ours: what somebody else put
 * there stays, and so do the folders around it.
 *
 * @param reports the folder
 */
record NightFolders(Path reports) {
    private static final Pattern RUN = Pattern.compile("\\d{8}-\\d{6}-[0-9a-f]{4}");
    private static final Pattern LINK = Pattern.compile("href=\"([^\"#:]+)\"");
    private static final Set<String> PAGES =
            Set.of("index.html", "junit.xml", "kcidb.json", "digest.txt", "digest.eml");

    /** The folder of a run. */
    record Run(Path folder, long bytes) {}

    /** The runs of a night, the oldest first. */
    List<Run> runs(String night) {
        List<Run> runs = new ArrayList<>();
        for (Path kernel : folders(reports.resolve(night))) {
            for (Path run : folders(kernel)) {
                if (RUN.matcher(run.getFileName().toString()).matches()) {
                    runs.add(new Run(run, Shelf.size(run)));
                }
            }
        }
        return runs;
    }

    /** The folders of runs and of nights that the page of all nights and those of some nights lead to. */
    Set<Path> ledTo(List<String> nights) {
        Set<Path> found = new HashSet<>();
        links(reports.resolve("index.html"), found);
        nights.forEach(n -> links(reports.resolve(n).resolve("index.html"), found));
        return found;
    }

    private static void links(Path page, Set<Path> found) {
        if (!Files.isRegularFile(page)) {
            return;
        }
        try {
            Matcher m = LINK.matcher(Files.readString(page));
            while (m.find()) {
                Path target = page.resolveSibling(m.group(1)).normalize();
                if (target.endsWith("report.html") || target.endsWith("index.html")) {
                    found.add(target.getParent());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the pages of a night, and what is left empty then. */
    void removePages(String night) {
        Path folder = reports.resolve(night);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        PAGES.forEach(p -> Cache.delete(folder.resolve(p)));
        for (Path kernel : folders(folder)) {
            Path latest = kernel.resolve("latest");
            if (Files.isSymbolicLink(latest) && Files.notExists(latest)) {
                Cache.delete(latest); // leads nowhere any more
            }
            removeEmpty(kernel);
        }
        removeEmpty(folder);
    }

    /** What the pages of a night take, in bytes. */
    long pageBytes(String night) {
        return PAGES.stream()
                .mapToLong(p -> Shelf.size(reports.resolve(night).resolve(p)))
                .sum();
    }

    private static void removeEmpty(Path folder) {
        try (var all = Files.list(folder)) {
            if (all.findAny().isPresent()) {
                return;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Cache.delete(folder);
    }

    private static List<Path> folders(Path folder) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (var all = Files.list(folder)) {
            return all.filter(f -> Files.isDirectory(f, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
