/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import java.util.Map;
import org.kharness.series.Patch;

/**
 * How far applying may go.
 *
 * @param threeWay true to merge with the files that a patch was made for, where they are at hand, if it does not apply
 * @param context lines of context around each change that must match if the hunk has as many, as {@code git am -C};
 *     {@link #ALL_CONTEXT} to leave none out of account
 * @param strictIndex true to refuse a patch whose result is not the file that its {@code index} line names
 * @param resolved patches resolved by hand, by the number of the patch they replace
 */
public record ApplyOptions(boolean threeWay, int context, boolean strictIndex, Map<Integer, Patch> resolved) {
    /** No fuzz. */
    public static final int ALL_CONTEXT = Integer.MAX_VALUE;

    /** As the mails are, or not at all. */
    public static final ApplyOptions STRICT = new ApplyOptions(false, ALL_CONTEXT, false, Map.of());

    public ApplyOptions {
        resolved = Map.copyOf(resolved);
    }

    /** Options that take a patch whose index lines do not fit, with a note. */
    public ApplyOptions(boolean threeWay, int context, Map<Integer, Patch> resolved) {
        this(threeWay, context, false, resolved);
    }

    /** The same for another series, to which resolutions do not belong. */
    ApplyOptions unresolved() {
        return new ApplyOptions(threeWay, context, strictIndex, Map.of());
    }

    /** The same with merging. */
    public ApplyOptions merging() {
        return new ApplyOptions(true, context, strictIndex, resolved);
    }
}
