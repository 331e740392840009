/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.bisect;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import org.kharness.kernel.KernelTree;
import org.kharness.progress.Progress;

/**
 * Which commit is tried next: git's choice, the middle, unless that has much to compile and one near it has little, as it lies on
 * the same side of a header's change as a kernel that was built. The smaller part that a try then leaves is at least half of what it
 * were with git's choice, and the worst case of the whole search stays within one step of halving.
 */
final class Midpoint {
    /** Fewer objects are not worth a longer search: a machine's start and its scenarios take as long. */
    private static final int LITTLE = 100;

    /** About so many others are looked at, spread evenly where there are more. */
    private static final int MOST = 24;

    private static final int MORE_STEPS = 1;

    private final GitBisect bisect;
    private final Function<KernelTree, OptionalInt> effort;
    private final Progress progress;
    private final int steps;

    /**
     * Of one search.
     *
     * @param effort about how many objects a commit will have to compile; empty where nobody knows
     */
    Midpoint(GitBisect bisect, Function<KernelTree, OptionalInt> effort, Progress progress) {
        this.bisect = bisect;
        this.effort = effort;
        this.progress = progress;
        this.steps = Cost.steps(bisect.range().size());
    }

    /** What to try, given what git would try. */
    KernelTree choose(KernelTree middle) {
        int much = effort.apply(middle).orElse(0);
        if (much < LITTLE) {
            return middle;
        }
        Map<String, Integer> parts = bisect.smallerParts();
        List<String> others = others(parts);
        KernelTree best = middle;
        int least = much / 2 + 1;
        for (int i = 0; i < others.size(); i += 1 + others.size() / (MOST + 1)) {
            KernelTree other = bisect.tree(others.get(i));
            int little = effort.apply(other).orElse(much);
            if (little < least) {
                least = little;
                best = other;
            }
        }
        if (!best.equals(middle)) {
            progress.note(name(best) + " is tried instead of " + name(middle) + " in the middle: about " + least
                    + " objects to compile instead of " + much);
        }
        return best;
    }

    /** Those near the middle, the nearest first. */
    private List<String> others(Map<String, Integer> parts) {
        int most = parts.values().stream().mapToInt(p -> p).max().orElse(0);
        int left = steps + MORE_STEPS - bisect.decided();
        return parts.entrySet().stream()
                .filter(e -> e.getValue() * 2 >= most && e.getValue() > 0)
                .filter(e -> 1 + Cost.steps(parts.size() - e.getValue()) <= left)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String name(KernelTree commit) {
        return commit.commit().substring(0, 12);
    }
}
