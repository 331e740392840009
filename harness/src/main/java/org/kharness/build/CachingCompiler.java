/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.kharness.cache.Cache;

/**
 * The compiler that kernels are built with where there is a ccache: a script that passes C to ccache and everything else to
 * the compiler itself. ccache's depend mode does not preprocess and so does not see {@code .incbin}: it would take the piggy.o of another
 * kernel, whose compressed image has the same size, for this one's. So what is assembled, and any source that mentions
 * {@code incbin}, does not go through it.
 */
final class CachingCompiler {
    /** Counted up when what an older version stored must not be found. */
    static final String FOLDER = "ccache-3";

    /** Kbuild names the source last (scripts/Makefile.build, cmd_cc_o_c). */
    private static final String SCRIPT = """
            #!/bin/sh
            # SPDX-License-Identifier: Apache-2.0
            for source; do :; done
            case $source in
            *.c) ! grep -q incbin "$source" 2>/dev/null && exec ccache gcc "$@" ;;
            esac
            exec gcc "$@"
            """;

    private CachingCompiler() {}

    /** The folder with the script, named "cc". */
    static Path ensure(Cache cache, Compiler compiler) {
        String text = SCRIPT.replace("gcc", compiler.program());
        Path folder = cache.folder("tools-" + Cache.digest(text).substring(0, 12));
        Path script = folder.resolve("cc");
        try {
            if (!Files.isExecutable(script)) {
                Path fresh = Files.createTempFile(folder, ".cc", ".tmp");
                Files.writeString(fresh, text);
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
                Cache.publish(fresh, script);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }
}
