/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.io.PrintWriter;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a failure that ends a thread and that nobody waits for. The engine's client has one where a container ends
 * before its input was connected, which says nothing that the container's end does not: it goes to the debug log. Any other is a defect
 * of ours, and a line.
 */
final class StrayFailures implements Thread.UncaughtExceptionHandler {
    private static final String CLIENT = "docker-java-";
    /** A logger that writes to the debug log alone. */
    private static final String QUIET = "com.github.dockerjava.threads";

    private final PrintWriter err;

    StrayFailures(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        LoggerFactory.getLogger(QUIET).warn("the thread {} ended", thread.getName(), failure);
        if (!thread.getName().startsWith(CLIENT)) {
            err.println("kharness: unexpected failure in " + thread.getName() + ": " + failure);
        }
    }
}
