/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import java.util.Locale;

/** What became of a mutant. */
public enum Fate {
    /** A scenario that passes without it failed with it. */
    CAUGHT,
    /** Every scenario that was run passed with it. */
    SURVIVED,
    /** A few scenarios passed with it, and the others have not had their turn yet. */
    UNDECIDED,
    /** No scenario tells that it executes its line. */
    UNREACHED,
    /** The compiler makes the same code of it, or somebody gave a reason why it changes nothing. */
    EQUIVALENT,
    /** Its line is not compiled in this configuration. */
    NOT_COMPILED,
    /** Time was up before its turn. */
    NOT_RUN;

    /** As reports write it, such as "not compiled". */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Whether it counts against the plan. */
    public boolean isMissed() {
        return this == SURVIVED || this == UNREACHED;
    }
}
