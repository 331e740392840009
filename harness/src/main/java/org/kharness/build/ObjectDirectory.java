/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.kharness.cache.Cache;
import org.kharness.process.Command;

/**
 * A folder of object files, kept from build to build of one kernel line, configuration and toolchain, so that a build
 * compiles only what changed since the last. Held under a lock. While a build runs a marker lies beside it; one that is
 * found at the start means that the last build was cut off, and what it wrote last may be half written.
 */
final class ObjectDirectory implements AutoCloseable {
    private static final int USUAL_STEPS = 1880;
    private static final Duration COPY_LIMIT = Duration.ofMinutes(10);

    /** Programs, headers and the configuration, which "make prepare" makes (kernel documentation, kbuild/modules). */
    private static final List<String> PROGRAMS = List.of(
            "obj/.config",
            "obj/Makefile",
            "obj/source",
            "obj/scripts",
            "obj/tools",
            "obj/include",
            "obj/arch/x86/include",
            "obj/arch/x86/tools",
            "obj/arch/x86/kernel/asm-offsets.s",
            "obj/arch/x86/kernel/.asm-offsets.s.cmd",
            "obj/kernel/bounds.s",
            "obj/kernel/.bounds.s.cmd");

    /** Copies from one folder to another, both there. */
    private interface Copy {
        void to(Path source, Path fresh);
    }

    private final Path slot;
    private final Cache.Lock lock;

    private ObjectDirectory(Path slot, Cache.Lock lock) {
        this.slot = slot;
        this.lock = lock;
    }

    static ObjectDirectory hold(Cache cache, String name, Toolchain toolchain) {
        Cache.Lock lock = cache.lock("objects-" + name);
        ObjectDirectory held = new ObjectDirectory(cache.folder("objects", name), lock);
        try {
            Files.createDirectories(held.path());
            toolchain.open(held.path());
            held.repair();
            return held;
        } catch (IOException e) {
            lock.close();
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Lets a folder that is not there yet begin as a copy of another, if that one holds a whole build. Times are kept, as
     * make goes by them.
     */
    static void seed(Cache cache, String name, String from, Toolchain toolchain) {
        seed(
                cache,
                name,
                from,
                toolchain,
                (source, fresh) -> Command.of(copying("--", source + "/.", fresh.toString()))
                        .within(COPY_LIMIT)
                        .runOrFail());
    }

    /** The same without the kernel's own objects: what is left is what a build makes before the first of them. */
    static void seedPrograms(Cache cache, String name, String from, Toolchain toolchain) {
        seed(cache, name, from, toolchain, (source, fresh) -> {
            List<String> line = copying("--parents", "--target-directory=" + fresh, "--");
            PROGRAMS.stream().filter(p -> Files.exists(source.resolve(p))).forEach(line::add);
            Command.of(line).in(source).within(COPY_LIMIT).runOrFail();
        });
    }

    /** cp(1), which ends with the harness: hundreds of megabytes would go on being written to what the next harness clears away. */
    private static List<String> copying(String... words) {
        List<String> line = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL", "--", "cp", "-a", "--reflink=auto"));
        line.addAll(List.of(words));
        return line;
    }

    private static void seed(Cache cache, String name, String from, Toolchain toolchain, Copy copy) {
        Path target = cache.folder("objects").resolve(name);
        if (name.equals(from)
                || Files.exists(target)
                || !Files.exists(cache.folder("objects").resolve(from))) {
            return;
        }
        try (ObjectDirectory source =
                hold(cache, from, toolchain)) { // which removes what a build that was cut off left
            if (!Files.exists(source.path().resolve("scripts/kconfig/conf"))) {
                return;
            }
            Path fresh = cache.temporary("objects");
            try {
                copy.to(source.slot, fresh);
                Cache.publish(fresh, target);
            } finally {
                Cache.delete(fresh);
            }
        }
    }

    Path path() {
        return slot.resolve("obj");
    }

    private Path marker() {
        return slot.resolve("building");
    }

    /** How many steps a build takes here: about 1,880 for 6.1 from nothing; 0, not known, if objects are here. */
    int expectedSteps() {
        return Files.exists(path().resolve("vmlinux.o")) || Files.exists(path().resolve("vmlinux")) ? 0 : USUAL_STEPS;
    }

    void begin() throws IOException {
        Files.writeString(marker(), "");
    }

    /** The build came to its own end, good or bad: make leaves no half-written file behind then. */
    void ended() throws IOException {
        Files.deleteIfExists(marker());
    }

    private void repair() throws IOException {
        if (!Files.exists(marker())) {
            return;
        }
        FileTime began = Files.getLastModifiedTime(marker());
        try (Stream<Path> files = Files.walk(path())) {
            List<Path> suspects = files.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS))
                    .filter(f -> newer(f, began))
                    .toList();
            for (Path suspect : suspects) {
                Files.delete(suspect);
            }
        }
        Files.delete(marker());
    }

    private static boolean newer(Path file, FileTime time) {
        try {
            return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).compareTo(time) >= 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        lock.close();
    }
}
