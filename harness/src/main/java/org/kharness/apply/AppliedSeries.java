/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import java.util.List;
import org.kharness.kernel.KernelTree;

/**
 * What became of a series on a kernel.
 *
 * @param id the series' name
 * @param base the kernel before
 * @param result the kernel after; the same as base where every patch was there already
 * @param patches one entry per patch, in order
 */
public record AppliedSeries(String id, KernelTree base, KernelTree result, List<PatchOutcome> patches) {
    public AppliedSeries {
        patches = List.copyOf(patches);
    }
}
