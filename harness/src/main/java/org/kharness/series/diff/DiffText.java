/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.diff;

/** The text of a diff, held or read again from where it lies each time: a series may be larger than the memory. */
@FunctionalInterface
public interface DiffText {
    /**
     * The text, see {@link Raw}. It may be long: whoever reads it keeps it no longer than needed.
     *
     * @throws org.kharness.failure.InputException if it is no longer there as it was
     */
    String read();

    /** A text that is held. */
    static DiffText of(String raw) {
        return new Held(raw);
    }

    /**
     * A text in memory.
     *
     * @param read the text
     */
    record Held(String read) implements DiffText {}
}
