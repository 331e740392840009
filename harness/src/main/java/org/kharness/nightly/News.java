/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Everything there is to know about nights. What lies before them is read once for all that are asked for. */
final class News {
    private final History history;
    private final NightlyConfig config;
    private final Map<List<String>, Past> pasts = new HashMap<>();

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
        return new Ranges(history, config, history.options(night)).with(all);
    }
}
