/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.io.PrintWriter;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a failure that ends a thread and that nobody waits for. The engine's client has one where a container ends
 * before its input was connected, which says nothing that the container's end does not; and Testcontainers' own clean-up at the end
 * one where the engine is removing a container that has ended. These go to the debug log. Any other is a defect of ours, and a line.
 */
final class StrayFailures implements Thread.UncaughtExceptionHandler {
    private static final String CLIENT = "docker-java-";
    /** The group of the thread in which Testcontainers removes what it made, as the JVM ends. */
    private static final String CLEANUP = "testcontainers";
    /** A logger that writes to the debug log alone. */
    private static final String QUIET = "com.github.dockerjava.threads";

    private final PrintWriter err;

    StrayFailures(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        LoggerFactory.getLogger(QUIET).warn("the thread {} ended", thread.getName(), failure);
        if (!thread.getName().startsWith(CLIENT) && !isCleanup(thread)) {
            err.println("kharness: unexpected failure in " + thread.getName() + ": " + failure);
        }
    }

    private static boolean isCleanup(Thread thread) {
        ThreadGroup group = thread.getThreadGroup(); // null for one that has ended
        return group != null && group.getName().equals(CLEANUP);
    }
}
