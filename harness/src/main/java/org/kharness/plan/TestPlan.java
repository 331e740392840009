/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A list of scenarios that belong together.
 *
 * @param schema version of the plan format: 1
 * @param name short name, as the report shows it
 * @param title one line
 * @param scenarios in the order in which they are reported
 */
public record TestPlan(
        @JsonProperty(required = true) int schema,
        @JsonProperty(required = true) String name,
        @JsonProperty(required = true) String title,
        @JsonProperty(required = true) List<Scenario> scenarios) {
    public TestPlan {
        scenarios = scenarios == null ? List.of() : List.copyOf(scenarios);
    }
}
