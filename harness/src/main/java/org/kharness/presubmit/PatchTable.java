/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.util.List;
import org.kharness.report.ConfigurationReview;
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

    /** The names of the checks of patches, in their order. */
    public List<String> checks() {
        return patches().stream()
                .flatMap(p -> p.checks().stream())
                .map(PatchReview.Check::name)
                .distinct()
                .toList();
    }
}
