/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ObjectFlagsTest {
    @Test
    void aLineGoesIntoTheNearestMakefileUnderBothNames() {
        Map<String, byte[]> files = Map.of(
                "fs/Makefile", "obj-y += dax.o\n".getBytes(StandardCharsets.US_ASCII),
                "fs/xfs/Makefile", "obj-y += xfs.o\n".getBytes(StandardCharsets.US_ASCII));
        ObjectFlags flags = new ObjectFlags(path -> Optional.ofNullable(files.get(path)));
        for (String file : new String[] {"fs/dax.c", "fs/xfs/libxfs/rmap.c", "lone/file.c", "fs/dax.h"}) {
            flags.add(file, object -> "CFLAGS_" + object + " += -g");
        }

        Map<String, String> changed = new TreeMap<>();
        flags.changed().forEach((path, bytes) -> changed.put(path, new String(bytes, StandardCharsets.US_ASCII)));
        assertThat(changed)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "fs/Makefile", "obj-y += dax.o\n\nCFLAGS_dax.o += -g\n",
                        "fs/xfs/Makefile", "obj-y += xfs.o\n\nCFLAGS_libxfs/rmap.o += -g\nCFLAGS_rmap.o += -g\n"));
    }
}
