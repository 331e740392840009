/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.kharness.failure.SurroundingsException;

/** A kernel's modules, as they lie in the guest: each at its place in the kernel's tree, below one folder. */
public final class KernelModules {
    /** Where the guest has them. */
    public static final String FOLDER = "lib/modules/";

    private KernelModules() {}

    /**
     * All modules of a folder.
     *
     * @param modules the folder that a build left them in
     * @return content by path in the guest
     * @throws SurroundingsException if one cannot be read
     */
    public static SortedMap<String, byte[]> of(Path modules) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(modules)) {
            List<Path> found = all.filter(f -> f.toString().endsWith(".ko"))
                    .filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS))
                    .toList();
            for (Path module : found) {
                files.put(FOLDER + modules.relativize(module), Files.readAllBytes(module));
            }
        } catch (IOException e) {
            throw new SurroundingsException("cannot read the modules in " + modules + ": " + e.getMessage(), e);
        }
        return files;
    }
}
