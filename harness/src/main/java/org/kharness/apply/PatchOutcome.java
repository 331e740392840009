/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import java.util.Locale;

/**
 * What became of one patch.
 *
 * @param number its place in the series, from 1
 * @param subject its subject without the bracketed prefix
 * @param patchId as {@code git patch-id --stable} gives it; empty where not known
 * @param state what was found or done
 * @param evidence why the state is what it is, in words a developer can check
 * @param commit the commit made for it or found to hold it; empty where there is none
 */
public record PatchOutcome(int number, String subject, String patchId, State state, String evidence, String commit) {
    /** What was found or done. */
    public enum State {
        /** Applied where its hunk headers say. */
        APPLIED,
        /** Applied at other lines than its hunk headers say. */
        APPLIED_WITH_OFFSET,
        /** Applied with some context lines left out of account, as the user allowed. */
        APPLIED_WITH_FUZZ,
        /** Merged with the files it was made for, as it does not apply as it is. */
        APPLIED_BY_3WAY,
        /** Applied as somebody resolved it by hand. */
        RESOLVED_BY_HAND,
        /** Changes nothing. */
        EMPTY,
        /** Some of its files hold it already, others do not. */
        PARTLY_THERE,
        /** Neither applies nor is there. */
        CONFLICTS,
        /** The tree holds it already: it applies in reverse. */
        ALREADY_THERE,
        /** The tree holds it in another form: the manifest's probes or the subject in the history are found. */
        UPSTREAM_IN_ANOTHER_FORM,
        /** Its author dropped it or folded it into another patch before it was merged. */
        DROPPED;

        /** The state as it is spelled wherever it is shown or written, such as "already-there". */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
