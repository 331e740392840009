/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

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

    @Test
    void testcontainersCleanUpIsNotHeard() {
        fail(new Thread(DockerClientFactory.TESTCONTAINERS_THREAD_GROUP, () -> {}, "Thread-7"));
        assertThat(err.toString()).isEmpty();
    }

    private void fail(String name) {
        fail(new Thread(() -> {}, name));
    }

    private void fail(Thread thread) {
        new StrayFailures(new PrintWriter(err, true)).uncaughtException(thread, new IllegalStateException("why"));
    }
}
