/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything there is to know about nights. What lies before them is read once for all that are asked for. */
final class News {
    private final History history;
    private final NightlyConfig config;
    private final Map<List<String>, Past> pasts = new HashMap<>();

    private @Nullable Map<List<String>, Flake> flakes;

    News(History history, NightlyConfig config) {
        this.history = history;
        this.config = config;
    }

    /** What there is to know about a night, the most urgent first. */
    List<Change> of(Night night) {
        return of(night, history.runs(night));
    }

    /** The same of a night whose runs are at hand. */
    List<Change> of(Night night, List<KernelNight> runs) {
        List<Change> all = new ArrayList<>();
        Set<String> kernels = new LinkedHashSet<>();
        for (KernelNight run : runs) {
            Past past = pasts.computeIfAbsent(
                    List.of(run.kernel(), run.plan()), k -> history.past(run.kernel(), run.plan()));
            all.addAll(Comparison.of(run, night, past));
            kernels.add(run.kernel());
        }
        kernels.forEach(k -> all.addAll(history.warnings().fresh(night, k)));
        all.sort(Comparator.comparing(Change::kind));
        all.replaceAll(this::chances);
        return new Ranges(history, config, history.options(night)).with(all);
    }

    /** What may be chance is told with how often it was. */
    private Change chances(Change change) {
        if (!List.of(Change.Kind.NEW_FAILURE, Change.Kind.STILL_FAILING, Change.Kind.FLAKY)
                .contains(change.kind())) {
            return change;
        }
        Flake flake = flakes().get(List.of(change.plan(), change.scenario()));
        return flake == null ? change : change.saying(change.detail() + " (" + flake.inWords() + ")");
    }

    private Map<List<String>, Flake> flakes() {
        Map<List<String>, Flake> known = flakes;
        if (known == null) {
            known = new HashMap<>();
            for (Flake flake : history.usual().flakes()) {
                known.put(List.of(flake.plan(), flake.scenario()), flake);
            }
            flakes = known;
        }
        return known;
    }
}
