/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Event;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.kharness.failure.SurroundingsException;

/**
 * What the engine tells of one container while it happens: a container that the engine removes once it has ended cannot be asked
 * afterwards how it ended.
 */
final class JobEvents extends EngineStream<Event> {
    private final CompletableFuture<Integer> died = new CompletableFuture<>();
    private volatile boolean outOfMemory;

    JobEvents() {}

    /**
     * Listens to a container that has not started.
     *
     * @throws SurroundingsException if the engine does not allow it
     */
    static JobEvents of(DockerClient engine, String id) throws InterruptedException {
        JobEvents events = new JobEvents();
        engine.eventsCmd().withContainerFilter(id).exec(events);
        events.awaitStart("the container engine does not tell what happens");
        return events;
    }

    @Override
    public void onNext(Event event) {
        String action = event.getAction() == null ? event.getStatus() : event.getAction();
        if ("oom".equals(action)) {
            outOfMemory = true;
        } else if ("die".equals(action)) {
            Map<String, String> attributes =
                    event.getActor() == null ? null : event.getActor().getAttributes();
            String code = attributes == null ? null : attributes.get("exitCode");
            died.complete(code == null ? -1 : Integer.parseInt(code));
        }
    }

    @Override
    public void onError(Throwable failure) {
        died.completeExceptionally(failure);
        super.onError(failure);
    }

    @Override
    public void onComplete() {
        died.completeExceptionally(new IOException("it ended the connection"));
        super.onComplete();
    }

    /** The container's exit code, which comes within these seconds. */
    int exitCode(long seconds) throws InterruptedException {
        return get(died, seconds, "the container engine does not tell how a container ended");
    }

    /** True if the kernel ended a process of it for want of memory. */
    boolean outOfMemory() {
        return outOfMemory;
    }
}
