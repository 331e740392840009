/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.host;

/**
 * One thing that was looked for.
 *
 * @param what the thing
 * @param state how it is
 * @param found what was found, such as a version; empty where nothing was
 * @param advice what it is for, or what to do where the state is not OK
 * @param needed true if {@code kharness run} cannot do without it
 */
public record Finding(String what, State state, String found, String advice, boolean needed) {
    /** How a thing is. */
    public enum State {
        OK,
        /** Not there, or there and not usable. */
        MISSING,
        /** There, but older or smaller than it should be. */
        OLD
    }

    /** True if this alone keeps a run from working. */
    public boolean blocks() {
        return needed && state != State.OK;
    }

    static Finding ok(String what, String found, String purpose) {
        return new Finding(what, State.OK, found, purpose, true);
    }

    static Finding missing(String what, String found, String advice) {
        return new Finding(what, State.MISSING, found, advice, true);
    }

    /** The same finding about something that a run can do without. */
    Finding optional() {
        return new Finding(what, state, found, advice, false);
    }
}
