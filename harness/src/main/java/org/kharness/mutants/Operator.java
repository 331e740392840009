/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import java.util.Locale;

/** A kind of small mistake. */
enum Operator {
    /** A condition, or one side of && or ||, the other way round. */
    NEGATE,
    /** A call whose result nobody uses is left out. */
    DROP_CALL,
    /** The same where it takes or lets go a lock. */
    DROP_LOCK,
    /** An assignment, or ++ and --, is left out. */
    DROP_ASSIGNMENT,
    /** Another value is returned. */
    RETURN,
    /** A comparison takes in its limit, or no longer does. */
    OFF_BY_ONE,
    /** "+ 1" or "- 1" is left out. */
    RANGE,
    /** && instead of ||, or the other way round. */
    SWAP_LOGIC,
    /** Two arguments of the same type change places. */
    SWAP_ARGUMENTS;

    /** As reports and lists write it, such as "drop-call". */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
