/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.guest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.kharness.cache.Cache;
import org.kharness.debian.DebianPrograms;
import org.kharness.debian.MachineApt;
import org.kharness.failure.SurroundingsException;

/**
 * The guest's initramfs, found again in the cache under what it is made from: package lists as apt sees them, the
 * agent's sources, and this class's own format.
 *
 * @param file the compressed archive
 * @param digest names what it was made from
 * @param cached true if an earlier run made it
 */
public record GuestImage(Path file, String digest, boolean cached) {
    private static final String FORMAT = "1";

    /**
     * Finds or makes the image.
     *
     * @param definition the folder qemu-images/guest
     * @param programs who has the packages
     */
    public static GuestImage ensure(Cache cache, Path definition, AgentCompiler compiler, DebianPrograms programs) {
        String digest = inputs(definition, programs);
        Path file = file(cache, digest);
        try (Cache.Lock lock = cache.lock("guest-image")) {
            if (Files.exists(file)) {
                return new GuestImage(file, digest, true);
            }
            make(cache, definition, compiler, programs, file);
            return new GuestImage(file, digest, false);
        } catch (IOException e) {
            throw new SurroundingsException("cannot make the guest image: " + e.getMessage(), e);
        }
    }

    /** True if the image was made by an earlier run. */
    public static boolean isThere(Cache cache, Path definition, DebianPrograms programs) {
        return Files.exists(file(cache, inputs(definition, programs)));
    }

    private static Path file(Cache cache, String digest) {
        return cache.folder("guests").resolve(digest.substring(0, 24) + ".cpio.gz");
    }

    /**
     * An image with more files; itself where there are none.
     *
     * @param image a compressed archive
     * @param more content by path in the guest
     */
    public static Path joined(Path image, SortedMap<String, byte[]> more, Cache cache) {
        if (more.isEmpty()) {
            return image;
        }
        Path work = cache.temporary("guest-");
        try {
            Path added = work.resolve("added");
            Initramfs.write(added, more, Map.of());
            Path whole = cache.folder("guests")
                    .resolve(Cache.digest(Cache.digest(image), Cache.digest(added))
                                    .substring(0, 24) + ".cpio.gz");
            if (!Files.exists(whole)) {
                // The kernel unpacks archives that follow each other, one over the other.
                Path joined = Files.copy(image, work.resolve("joined"));
                Files.write(joined, Files.readAllBytes(added), StandardOpenOption.APPEND);
                Cache.publish(joined, whole);
            }
            return whole;
        } catch (IOException e) {
            throw new SurroundingsException("cannot add files to the guest image: " + e.getMessage(), e);
        } finally {
            Cache.delete(work);
        }
    }

    private static void make(Cache cache, Path definition, AgentCompiler compiler, DebianPrograms programs, Path file)
            throws IOException {
        Path work = cache.temporary("guest-");
        try {
            Map<String, List<String>> wanted = new TreeMap<>();
            for (String line : lines(definition.resolve("packages"))) {
                String[] parts = line.split(":", 2);
                if (parts.length != 2) {
                    throw new SurroundingsException("qemu-images/guest/packages: no \"package: files\" in: " + line);
                }
                wanted.put(parts[0].strip(), Arrays.asList(parts[1].strip().split("\\s+", -1)));
            }
            GuestFiles gathered = new GuestFiles(new MachineApt(cache, aptState(programs), programs));
            gathered.addPrograms(wanted);
            Path agent = work.resolve("agent");
            compiler.compile(definition.resolve("agent"), agent);
            SortedMap<String, byte[]> files = gathered.complete();
            files.put("init", Files.readAllBytes(agent));
            Map<String, String> links = new TreeMap<>();
            for (String line : lines(definition.resolve("applets"))) {
                for (String applet : line.split("\\s+", -1)) {
                    links.put("bin/" + applet, "busybox");
                }
            }
            Path archive = work.resolve("initramfs");
            Initramfs.write(archive, files, links);
            Cache.publish(archive, file);
        } finally {
            Cache.delete(work);
        }
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(String::strip)
                .filter(l -> !l.isEmpty() && !l.startsWith("#"))
                .toList();
    }

    private static String inputs(Path definition, DebianPrograms programs) {
        List<String> parts = new ArrayList<>(List.of(FORMAT));
        try (var sources = Files.walk(definition)) {
            for (Path p : sources.filter(Files::isRegularFile).sorted().toList()) {
                parts.add(definition.relativize(p).toString());
                parts.add(Files.readString(p, StandardCharsets.UTF_8));
            }
            parts.add(aptState(programs));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Cache.digest(parts.toArray(String[]::new));
    }

    /** Changes when the machine's apt learns of new versions: it rewrites its lists then. An image's apt has no such moment. */
    private static String aptState(DebianPrograms programs) throws IOException {
        if (!programs.here()) {
            return Cache.digest("container").substring(0, 16);
        }
        Path lists = Path.of("/var/lib/apt/lists");
        String state =
                Files.isDirectory(lists) ? Files.getLastModifiedTime(lists).toString() : "";
        return Cache.digest(state).substring(0, 16);
    }
}
