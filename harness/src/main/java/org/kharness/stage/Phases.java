/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.kharness.progress.Progress;
import org.kharness.report.RunReport.Phase;

/** Times the stages of a run, in the order in which they end. */
public final class Phases {
    private final Progress progress;
    private final String prefix;
    private final List<Phase> phases;

    Phases(Progress progress) {
        this(progress, "", new ArrayList<>());
    }

    private Phases(Progress progress, String prefix, List<Phase> phases) {
        this.progress = progress;
        this.prefix = prefix;
        this.phases = phases;
    }

    /** The same list, for stages that are part of something: their names begin with it. */
    Phases within(String what) {
        return new Phases(progress, prefix + what + " ", phases);
    }

    /** Does a stage in the foreground; {@code cached} tells from its result whether it was found in the cache. */
    public <T> T time(String name, Predicate<T> cached, Supplier<T> stage) {
        progress.stage(prefix + name);
        return record(name, cached, stage);
    }

    /** The same for a stage that goes on beside another: the display stays with that other one. */
    public <T> T record(String name, Predicate<T> cached, Supplier<T> stage) {
        long begin = System.nanoTime();
        boolean fromCache = false;
        try {
            T result = stage.get();
            fromCache = cached.test(result);
            return result;
        } finally {
            add(new Phase(prefix + name, (System.nanoTime() - begin) / 1e9, fromCache));
        }
    }

    private void add(Phase phase) {
        synchronized (phases) {
            phases.add(phase);
        }
    }

    List<Phase> list() {
        synchronized (phases) {
            return List.copyOf(phases);
        }
    }
}
