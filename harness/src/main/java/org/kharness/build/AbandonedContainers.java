/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Container;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.kharness.cache.AtWork;
import org.kharness.cache.Cache;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.Owner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Containers of a harness that was killed: one that had started has ended, and the engine has removed it; one that was made and never
 * started lies there until somebody removes it. Who makes containers says so in the cache's folder "containers", so
 * that the engine is asked only where one of them was killed.
 */
public final class AbandonedContainers {
    private static final Logger LOG = LoggerFactory.getLogger(AbandonedContainers.class);
    private static final String FOLDER = "containers";

    private AbandonedContainers() {}

    /** Notes that this process makes containers, until it ends. */
    static void note(Cache cache) {
        AtWork.note(cache, FOLDER);
    }

    /** Removes them, if there can be some. An engine that is not there now will be asked the next time. */
    public static void clear(Cache cache) {
        List<Path> killed = AtWork.gone(cache, FOLDER);
        if (killed.isEmpty()) {
            return;
        }
        try {
            clear(DockerEngine.connect());
            killed.forEach(Cache::delete);
        } catch (SurroundingsException e) {
            LOG.debug("containers of a killed harness may be left", e);
        }
    }

    /**
     * Removes them.
     *
     * @throws SurroundingsException if the engine fails
     */
    static void clear(DockerEngine engine) {
        try {
            for (Container one : engine.client()
                    .listContainersCmd()
                    .withShowAll(true)
                    .withLabelFilter(Map.of(JobContainer.LABEL, JobContainer.KIND))
                    .exec()) {
                if (Owner.goneIn(one.getLabels().getOrDefault(JobContainer.OWNER, ""))) {
                    JobContainer.remove(engine.client(), one.getId());
                }
            }
        } catch (DockerException e) {
            throw new SurroundingsException("the container engine failed: " + e.getMessage(), e);
        }
    }
}
