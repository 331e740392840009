/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserProgramsTest {
    /** On a machine whose C library is not the guest's the interpreter must come along, to where the kernel looks for it. */
    @Test
    void theInterpreterIsOfTheSameCLibraryAsTheRest() throws IOException {
        var files = UserPrograms.of(List.of(Path.of("/bin/true").toRealPath())).files();
        assertThat(files)
                .containsKeys("user/true", "lib/x86_64-linux-gnu/libc.so.6", "lib64/ld-linux-x86-64.so.2")
                .doesNotContainKey("lib/x86_64-linux-gnu/ld-linux-x86-64.so.2");
        assertThat(files.get("lib64/ld-linux-x86-64.so.2"))
                .isEqualTo(Files.readAllBytes(Path.of("/lib64/ld-linux-x86-64.so.2")));
    }
}
