/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.poison;

/** The two kinds of memory error signal, by their si_code (sigaction(2)). */
public enum Delivery {
    /** BUS_MCEERR_AR: the error was hit in the process's own context. */
    ACTION_REQUIRED(4),
    /** BUS_MCEERR_AO: the error was found elsewhere; sent to processes that asked for early kill. */
    ACTION_OPTIONAL(5);

    private final int siCode;

    Delivery(int siCode) {
        this.siCode = siCode;
    }

    /** The value of si_code. */
    public int siCode() {
        return siCode;
    }
}
