/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class StrayFailuresTest {
    private final StringWriter err = new StringWriter();

    @Test
    void theEnginesClientIsNotHeardAndADefectIsALine() {
        fail("docker-java-httpclient5-hijacking-stream-1");
        assertThat(err.toString()).isEmpty();

        fail("reports");
        assertThat(err.toString().lines())
                .containsExactly("kharness: unexpected failure in reports: java.lang.IllegalStateException: why");
    }

    private void fail(String name) {
        new StrayFailures(new PrintWriter(err, true))
                .uncaughtException(new Thread(() -> {}, name), new IllegalStateException("why"));
    }
}
