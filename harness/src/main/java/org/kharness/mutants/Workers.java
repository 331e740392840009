/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.kharness.failure.SurroundingsException;

/** Threads that take their work from one queue until it is empty. */
final class Workers {
    private Workers() {}

    /**
     * Has several do the same, and waits for all.
     *
     * @param work takes from a queue until nothing is left; what it throws is thrown here
     */
    static void run(int jobs, Runnable work) {
        ExecutorService pool = Executors.newFixedThreadPool(jobs);
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < jobs; i++) {
                workers.add(pool.submit(work));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SurroundingsException("interrupted while mutants were tried", e);
        } finally {
            pool.shutdownNow();
        }
    }
}
