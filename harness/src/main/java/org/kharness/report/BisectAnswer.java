/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Which commit it was.
 *
 * @param what what was followed: build, boot or scenario
 * @param findFix true if the commit was looked for that mended it
 * @param followed the failure, in words
 * @param older the older end, a commit id
 * @param newer the newer end
 * @param commits how many commits are between them, the newer end included
 * @param suspects the fewest commits that hold the answer as surely as asked; one where it was found
 * @param sameImage true if the boot image of the one found is that of its parent
 * @param rateWith how often a try fails with the defect, as the ends showed
 * @param rateWithout how often without
 * @param steps the commits that were tried, in order
 */
public record BisectAnswer(
        String what,
        @JsonProperty("find_fix") boolean findFix,
        String followed,
        String older,
        String newer,
        int commits,
        List<Suspect> suspects,
        @JsonProperty("same_image") boolean sameImage,
        @JsonProperty("rate_with") double rateWith,
        @JsonProperty("rate_without") double rateWithout,
        List<Step> steps) {
    public BisectAnswer {
        suspects = List.copyOf(suspects);
        steps = List.copyOf(steps);
    }

    /** A commit that may be the one, how likely it is, and the files that it changes as git's diffstat shows them. */
    public record Suspect(String commit, String subject, String author, double probability, List<String> files) {
        public Suspect {
            files = List.copyOf(files);
        }
    }

    /**
     * A commit that a bisect tried.
     *
     * @param mark GOOD, BAD or SKIP, as all tries together say
     * @param place in the range, from 1, the newer end being the last; 0 for the older end
     * @param failures tries that failed
     * @param tries tries that said something
     * @param why why it was skipped; empty where it was not
     * @param seconds wall time of all tries, the build included
     */
    public record Step(
            String commit,
            String subject,
            String mark,
            int place,
            int failures,
            int tries,
            String why,
            double seconds) {}
}
