/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * The plan on the kernel before a series and on the kernel with each of its patches as the last.
 *
 * @param kernels the kernel before the series, then one for each patch, in order
 * @param scenarios what each scenario did on the way, in plan order
 */
public record PatchByPatch(List<Kernel> kernels, List<Track> scenarios) {
    public PatchByPatch {
        kernels = List.copyOf(kernels);
        scenarios = List.copyOf(scenarios);
    }

    /** The scenarios that did not do the same on all kernels. */
    public List<Track> changing() {
        return scenarios.stream().filter(t -> !t.changes().isEmpty()).toList();
    }

    /** How many kernels the plan was run on: those that differ in what runs. */
    public long run() {
        return kernels.stream()
                .filter(k -> k.sameAs() < 0 && k.lack().isEmpty())
                .count();
    }

    /**
     * A kernel on the way.
     *
     * @param n the patch that is its last, from 1; 0 for the kernel before the series
     * @param image digest of what runs, as lower-case hex; empty where it was not built
     * @param sameAs the number of the kernel with the same image that the plan was run on; -1 for one that it was run on itself
     * @param lack why there are no verdicts; empty where there are
     */
    public record Kernel(
            int n, String image, @JsonProperty("same_as") int sameAs, String lack) {}

    /**
     * A scenario on the way.
     *
     * @param verdicts one for each kernel; empty where there is none
     * @param changes where they change, in order
     */
    public record Track(String id, List<String> verdicts, List<Change> changes) {
        public Track {
            verdicts = List.copyOf(verdicts);
            changes = List.copyOf(changes);
        }

        /** Such as "PASS before the series, FAIL from patch 2 on, PASS from patch 4 on". */
        public String inWords() {
            StringBuilder words = new StringBuilder();
            for (Change change : changes) {
                if (words.isEmpty()) {
                    words.append(change.from()).append(change.before() == 0 ? " before the series" : " at first");
                }
                words.append(", ").append(change.to()).append(" from patch ").append(change.n());
                words.append(change.steady() ? " on" : " on, which comes and goes: " + change.tries());
            }
            return words.isEmpty()
                    ? verdicts.stream().filter(v -> !v.isEmpty()).findFirst().orElse("no verdict") + " throughout"
                    : words.toString();
        }
    }

    /**
     * A change of a scenario's verdict.
     *
     * @param n the patch from which on it is another, from 1
     * @param before the last kernel before it with a verdict; lower than n - 1 where those between have none
     * @param reason what decided the later verdict, on one line
     * @param steady true if further tries on both sides gave what the first gave
     * @param tries all tries on both sides, in words
     */
    public record Change(int n, int before, String from, String to, String reason, boolean steady, String tries) {
        /** True where it fails from here on and did not before. */
        public boolean breaks() {
            return to.equals("FAIL");
        }
    }
}
