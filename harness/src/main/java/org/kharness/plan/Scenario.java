/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * One thing to try on a fresh machine, and what must and must not happen.
 *
 * @param id unique in the plan; letters, digits and dashes
 * @param title one line a developer understands
 * @param proves numbers of the patches in the pinned series whose effect it shows
 * @param topology what the machine is made ready with
 * @param via how memory is poisoned: the id of a {@code PoisonMethod}
 * @param needs abilities probed in the guest, such as "reflink"; unmet means SKIP
 * @param why where the expectation comes from: kernel documentation or source, one line
 * @param limit seconds the scenario may take on its machine, boot not counted; 60 where none is given
 * @param steps what is done, in order
 * @param expect what must be observed; signals beyond these and any kernel complaint fail the scenario
 */
public record Scenario(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String title,
        List<Integer> proves,
        Topology topology,
        @JsonProperty(required = true) String via,
        List<String> needs,
        String why,
        int limit,
        @JsonProperty(required = true) List<Step> steps,
        @JsonProperty(required = true) List<Expectation> expect) {
    private static final int DEFAULT_LIMIT = 60;

    public Scenario {
        proves = proves == null ? List.of() : List.copyOf(proves);
        topology = topology == null ? Topology.XFS : topology;
        needs = needs == null ? List.of() : List.copyOf(needs);
        why = why == null ? "" : why;
        limit = limit == 0 ? DEFAULT_LIMIT : limit;
        steps = steps == null ? List.of() : List.copyOf(steps);
        expect = expect == null ? List.of() : List.copyOf(expect);
    }
}
