/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.tree;

import java.util.Map;
import org.kharness.series.Patch;

/**
 * How far applying may go.
 *
 * @param threeWay true to merge with the files that a patch was made for, where they are at hand, if it does not apply
 * @param resolved patches resolved by hand, by the number of the patch they replace
 */
public record ApplyOptions(boolean threeWay, Map<Integer, Patch> resolved) {
    /** As the mails are, or not at all. */
    public static final ApplyOptions STRICT = new ApplyOptions(false, Map.of());

    public ApplyOptions {
        resolved = Map.copyOf(resolved);
    }
}
