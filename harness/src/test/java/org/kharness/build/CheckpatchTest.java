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
                :1: WARNING:COMMIT_LOG_LONG_LINE: Prefer a maximum 75 chars per line
                :2: WARNING:UNKNOWN_COMMIT_ID: Unknown commit id '0123456789ab', maybe rebased or not pulled?
                fs/a file: odd.c:4: WARNING:LONG_LINE: line length of 120 exceeds 100 columns
                fs/example.c:14: ERROR:MISSING_SIGN_OFF: Missing Signed-off-by: line(s)
                not a complaint
                """;
        assertThat(Checkpatch.read(output, "/patch/patch"))
                .extracting(Object::toString)
                .containsExactly(
                        "commit message: WARNING: COMMIT_MESSAGE: Missing commit description - Add an appropriate one",
                        "fs/example.c:12: ERROR: TRAILING_WHITESPACE: trailing whitespace",
                        "fs/example.c:13: CHECK: CAMELCASE: Avoid CamelCase: <fooBar>",
                        "commit message: WARNING: COMMIT_LOG_LONG_LINE: Prefer a maximum 75 chars per line",
                        "commit message: WARNING: UNKNOWN_COMMIT_ID: Unknown commit id '0123456789ab',"
                                + " maybe rebased or not pulled?",
                        "fs/a file: odd.c:4: WARNING: LONG_LINE: line length of 120 exceeds 100 columns",
                        "commit message: ERROR: MISSING_SIGN_OFF: Missing Signed-off-by: line(s)");
    }
}
