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
 * @param resolved patches resolved by hand, by the number of the patch they replace
 */
public record ApplyOptions(boolean threeWay, int context, Map<Integer, Patch> resolved) {
    /** No fuzz. */
    public static final int ALL_CONTEXT = Integer.MAX_VALUE;

    /** As the mails are, or not at all. */
    public static final ApplyOptions STRICT = new ApplyOptions(false, ALL_CONTEXT, Map.of());

    public ApplyOptions {
        resolved = Map.copyOf(resolved);
    }
}
