/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KernelDocTest {
    @Test
    void bothScriptsAreRead() {
        String output = """
                /files/0.c:12: warning: Function parameter or member 'b' not described in 'f'
                /files/1.h:3: error: Cannot parse struct or union!
                Warning: /files/1.h:8 expecting prototype for g(). Prototype was for h() instead
                WARNING: /files/0.c:9 duplicate section name 'Return'
                /files/7.c:1: warning: of no file of ours
                /other/0.c:1: warning: of another folder
                1 warnings
                """;
        assertThat(KernelDoc.read(output, "/files/", List.of("fs/dax.c", "include/linux/dax.h")))
                .extracting(Object::toString)
                .containsExactly(
                        "fs/dax.c:12: Function parameter or member 'b' not described in 'f'",
                        "include/linux/dax.h:3: Cannot parse struct or union!",
                        "include/linux/dax.h:8: expecting prototype for g(). Prototype was for h() instead",
                        "fs/dax.c:9: duplicate section name 'Return'");
    }
}
