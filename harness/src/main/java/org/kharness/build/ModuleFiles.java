/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The modules of a build, taken out of its object folder with their places below it. */
final class ModuleFiles {
    private ModuleFiles() {}

    /** Copies every *.ko below a folder; modules.order and Module.symvers are left behind. */
    static void gather(Path objects, Path target) throws IOException {
        Files.createDirectories(target);
        List<Path> modules;
        try (Stream<Path> files = Files.walk(objects)) {
            modules = files.filter(f -> f.toString().endsWith(".ko"))
                    .filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
        for (Path module : modules) {
            Path to = target.resolve(objects.relativize(module).toString());
            Files.createDirectories(to.getParent());
            Files.copy(module, to);
        }
    }
}
