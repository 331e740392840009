/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.process;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends a process with all its descendants. */
public final class ProcessTree {
    private static final long GRACE_MILLIS = 2000;

    private ProcessTree() {}

    /** Asks the tree to end, then makes it end; returns when the root is gone or after a few seconds. */
    public static void end(ProcessHandle root) {
        List<ProcessHandle> tree = root.descendants().toList();
        root.destroy();
        tree.forEach(ProcessHandle::destroy);
        if (!gone(root)) {
            root.descendants().forEach(ProcessHandle::destroyForcibly);
            root.destroyForcibly();
            gone(root);
        }
        tree.forEach(ProcessHandle::destroyForcibly);
    }

    private static boolean gone(ProcessHandle handle) {
        try {
            handle.onExit().get(GRACE_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return !handle.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !handle.isAlive();
        }
    }
}
