/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What two runs say of the mutants that both tried; a mutant has the same id in every run.
 *
 * @param lost caught before, not any more
 * @param won not caught before, caught now
 * @param added how many only the later run has
 * @param gone how many only the earlier run has
 */
public record MutantComparison(List<MutantReport.Entry> lost, List<MutantReport.Entry> won, int added, int gone) {
    public MutantComparison {
        lost = List.copyOf(lost);
        won = List.copyOf(won);
    }

    /** Compares. What one of them did not try, or found to be equivalent, is neither lost nor won. */
    public static MutantComparison of(MutantReport earlier, MutantReport later) {
        Map<String, MutantReport.Entry> before = earlier.mutants().stream()
                .collect(Collectors.toMap(MutantReport.Entry::id, Function.identity(), (one, same) -> one));
        List<MutantReport.Entry> lost = new ArrayList<>();
        List<MutantReport.Entry> won = new ArrayList<>();
        int added = 0;
        for (MutantReport.Entry now : later.mutants()) {
            MutantReport.Entry then = before.remove(now.id());
            if (then == null) {
                added++;
            } else if (then.fate() == Fate.CAUGHT && now.fate().isMissed()) {
                lost.add(now);
            } else if (then.fate().isMissed() && now.fate() == Fate.CAUGHT) {
                won.add(now);
            }
        }
        return new MutantComparison(lost, won, added, before.size());
    }
}
