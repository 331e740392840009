/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.nio.file.Path;
import org.kharness.stage.RunRequest;

/** Searches for the commit that brought something. Whoever puts jobs together hands one in: a night knows no other job. */
public interface Search {
    /**
     * What is searched.
     *
     * @param run kernel without a ref, plan, scenario and surroundings, with the folder for reports
     * @param good a commit id
     * @param bad a commit id
     * @param what build, boot or scenario
     */
    record Hunt(RunRequest run, String good, String bad, String what) {}

    /**
     * What was found.
     *
     * @param text for a person, the answer first
     * @param folder the search's report
     */
    record Found(String text, Path folder) {}

    /** Searches; what keeps it from finding an answer is thrown as a {@link org.kharness.failure.HarnessException}. */
    Found search(Hunt hunt);
}
