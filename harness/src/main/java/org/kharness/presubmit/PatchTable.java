/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kharness.report.ConfigurationReview;
import org.kharness.report.PatchByPatch;
import org.kharness.report.PatchReview;
import org.kharness.report.RunReport;

/** What the report's page shows of the patches under review. The template is src/main/jte/presubmit/patches.jte. */
public record PatchTable(RunReport report) {
    /** The patches, in the order of the series; empty for a run that was about something else. */
    public List<PatchReview> patches() {
        return report.presubmit();
    }

    /** What came of the files in configurations of the kernel; empty where none were tried. */
    public List<ConfigurationReview> configurations() {
        return report.configurations();
    }

    /** What the plan did on every kernel on the way; null for a run that did not try that. */
    public @Nullable PatchByPatch each() {
        return report.each();
    }

    /** The kernels on the way that have no verdicts. */
    public List<PatchByPatch.Kernel> lacking() {
        PatchByPatch each = report.each();
        return each == null
                ? List.of()
                : each.kernels().stream().filter(k -> !k.lack().isEmpty()).toList();
    }

    /** What a kernel on the way is called. */
    public static String column(PatchByPatch.Kernel kernel) {
        return kernel.n() == 0 ? "before" : "patch " + kernel.n();
    }

    /** The names of the checks of patches, in their order. */
    public List<String> checks() {
        return patches().stream()
                .flatMap(p -> p.checks().stream())
                .map(PatchReview.Check::name)
                .distinct()
                .toList();
    }
}
