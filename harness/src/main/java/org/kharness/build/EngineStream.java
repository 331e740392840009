/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import com.github.dockerjava.api.async.ResultCallback;
import java.io.Closeable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.kharness.failure.SurroundingsException;

/** What the engine sends for as long as a connection lasts, of which one wants to know that it stands before one goes on. */
abstract class EngineStream<T> extends ResultCallback.Adapter<T> {
    private static final long STANDS_SECONDS = 60;

    private final CompletableFuture<Boolean> stands = new CompletableFuture<>();

    @Override
    public void onStart(Closeable stream) {
        super.onStart(stream);
        stands.complete(true);
    }

    @Override
    public void onError(Throwable failure) {
        stands.completeExceptionally(failure);
        super.onError(failure);
    }

    /**
     * Waits until the engine sends.
     *
     * @param refused what to say where it does not
     * @throws SurroundingsException if it does not
     */
    final void awaitStart(String refused) throws InterruptedException {
        get(stands, STANDS_SECONDS, refused);
    }

    /**
     * What comes within these seconds.
     *
     * @param refused what to say where it does not
     * @throws SurroundingsException if it does not
     */
    static <V> V get(CompletableFuture<V> what, long seconds, String refused) throws InterruptedException {
        try {
            return what.get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new SurroundingsException(refused + ": " + (e.getCause() == null ? e : e.getCause()).getMessage(), e);
        } catch (TimeoutException e) {
            throw new SurroundingsException(refused + ": no answer", e);
        }
    }
}
