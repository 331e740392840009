/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
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

    /** The first line of the note in a folder whose objects may not all be of one tree. */
    private static final String PARTS = "parts";

    /** Copies from one folder to another, both there. */
    private interface Copy {
        void to(Path source, Path fresh);
    }

    private final Cache cache;
    private final Path slot;
    private final Cache.Lock lock;

    private ObjectDirectory(Cache cache, Path slot, Cache.Lock lock) {
        this.cache = cache;
        this.slot = slot;
        this.lock = lock;
    }

    static ObjectDirectory hold(Cache cache, String name, Toolchain toolchain) {
        Cache.Lock lock = cache.lock("objects-" + name);
        ObjectDirectory held = new ObjectDirectory(cache, cache.folder("objects", name), lock);
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
        List<String> line =
                new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL", "--", "cp", "-a", "--reflink=auto"));
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

    private Path note() {
        return slot.resolve("trees");
    }

    /**
     * What the objects of a folder are made of.
     *
     * @param whole true if a build of all of it came to its end, and nobody wrote there since
     * @param trees of which every object is, ids; none where nobody knows
     */
    record MadeOf(boolean whole, List<String> trees) {
        static final MadeOf UNKNOWN = new MadeOf(false, List.of());

        MadeOf {
            trees = List.copyOf(trees);
        }
    }

    MadeOf madeOf() throws IOException {
        if (!Files.exists(note())) {
            return MadeOf.UNKNOWN;
        }
        List<String> lines = Files.readAllLines(note());
        if (lines.get(0).equals(PARTS)) {
            return new MadeOf(false, lines.subList(1, lines.size()));
        }
        // Somebody who knows nothing of the note may have built here
        return touchedSince(Files.getLastModifiedTime(note())) ? MadeOf.UNKNOWN : new MadeOf(true, lines);
    }

    private boolean touchedSince(FileTime time) throws IOException {
        for (Path file : files(path())) {
            if (Files.getLastModifiedTime(file).compareTo(time) > 0) {
                return true;
            }
        }
        return false;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
    }

    /** Notes that all of it is going to be made of a tree. */
    void making(String tree) throws IOException {
        MadeOf before = madeOf();
        boolean empty = !Files.exists(path().resolve(".config"));
        if (before.trees().isEmpty() && !empty) {
            Files.deleteIfExists(note());
            return;
        }
        List<String> lines = new ArrayList<>(List.of(PARTS));
        before.trees().stream().filter(t -> !t.equals(tree)).forEach(lines::add);
        lines.add(tree);
        Cache.write(note(), String.join("\n", lines) + "\n");
    }

    /** Notes that all of it is made of a tree. */
    void made(String tree) {
        Cache.write(note(), tree + "\n");
    }

    /**
     * Copies all of it to a folder that is not there yet.
     *
     * @throws org.kharness.failure.SurroundingsException if that cannot be done
     */
    void copyTo(Path folder) {
        copy(slot, folder);
    }

    private static void copy(Path from, Path to) {
        Command.of("cp", "-a", "--reflink=auto", "--", from.toString(), to.toString())
                .within(COPY_LIMIT)
                .runOrFail();
    }

    /**
     * Becomes a copy of what {@link #copyTo} left, whose files are all newer than anything that was written before, in the order
     * in which they were made. To make, they are up to date with any source that is not touched afterwards.
     *
     * @return the time of the newest
     * @throws org.kharness.failure.SurroundingsException if it cannot be copied; everything is as it was then
     */
    Instant become(Path folder) throws IOException {
        Path aside = cache.temporary("objects");
        try {
            Path fresh = aside.resolve("slot");
            copy(folder, fresh);
            Instant newest = renew(fresh.resolve("obj"));
            Files.move(slot, aside.resolve("former"));
            Cache.publish(fresh, slot);
            return newest;
        } finally {
            Cache.delete(aside);
        }
    }

    private static Instant renew(Path folder) throws IOException {
        SortedMap<FileTime, List<Path>> byTime = new TreeMap<>();
        for (Path file : files(folder)) {
            byTime.computeIfAbsent(Files.getLastModifiedTime(file), t -> new ArrayList<>())
                    .add(file);
        }
        Instant time = Instant.now().truncatedTo(ChronoUnit.MICROS);
        for (List<Path> sameAge : byTime.values()) {
            time = time.plus(1, ChronoUnit.MICROS);
            for (Path file : sameAge) {
                Files.setLastModifiedTime(file, FileTime.from(time));
            }
        }
        return time;
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
