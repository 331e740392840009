/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.kharness.cache.Cache;

/**
 * A kernel that can be booted.
 *
 * @param image the bzImage
 * @param vmlinux the ELF file with symbols
 * @param config the full .config it was built with
 * @param modules the folder with its modules, each at its place in the kernel's tree; null where its recipe builds none
 * @param notes the folder with the compiler's notes (.gcno) of the objects that count what is executed, each at its place in
 *     the kernel's tree; null where none does
 * @param release what {@code make kernelrelease} gives
 * @param configDigest SHA-256 of the .config
 * @param toolchain the compiler's version and where it ran, such as "gcc 12.2.0 (container)"
 * @param warnings what the build said of it, and how long it took, when it was built
 * @param cached true if it was built by an earlier run
 */
public record BuiltKernel(
        Path image,
        Path vmlinux,
        Path config,
        @org.jspecify.annotations.Nullable Path modules,
        @org.jspecify.annotations.Nullable Path notes,
        String release,
        String configDigest,
        String toolchain,
        BuildWarnings warnings,
        boolean cached) {

    /**
     * SHA-256, in lower-case hex, of what runs: two kernels with the same one behave alike, though their sources may have other
     * comments and lines. Of the whole image where vmlinux is no file of ours, and of the modules' files where there are some.
     */
    public String loadedDigest() {
        String loaded = ElfSections.loadedDigest(vmlinux).orElseGet(() -> Cache.digest(image));
        Path folder = modules;
        if (folder == null) {
            return loaded;
        }
        List<String> all = new ArrayList<>(List.of(loaded));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                all.add(folder.relativize(file).toString());
                all.add(Cache.digest(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Cache.digest(all.toArray(String[]::new));
    }
}
