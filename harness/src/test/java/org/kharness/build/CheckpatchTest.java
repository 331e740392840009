/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CheckpatchTest {
    @Test
    void complaintsAreReadWithTheirPlace() {
        String output = """
                /patch/patch:7: WARNING:COMMIT_MESSAGE: Missing commit description - Add an appropriate one
                fs/example.c:12: ERROR:TRAILING_WHITESPACE: trailing whitespace
                fs/example.c:13: CHECK:CAMELCASE: Avoid CamelCase: <fooBar>
                not a complaint
                """;
        assertThat(Checkpatch.read(output, "/patch/patch"))
                .extracting(Object::toString)
                .containsExactly(
                        "commit message: WARNING: COMMIT_MESSAGE: Missing commit description - Add an appropriate one",
                        "fs/example.c:12: ERROR: TRAILING_WHITESPACE: trailing whitespace",
                        "fs/example.c:13: CHECK: CAMELCASE: Avoid CamelCase: <fooBar>");
    }
}
