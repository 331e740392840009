/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.kharness.topology.Topology;

/**
 * A plan as it is written: scenarios not yet expanded.
 *
 * @param schema version of the plan format: 1
 * @param topologies the plan's own topologies by name
 */
record PlanFile(
        @JsonProperty(required = true) int schema,
        @JsonProperty(required = true) String name,
        @JsonProperty(required = true) String title,
        Map<String, Topology> topologies,
        @JsonProperty(required = true) List<ObjectNode> scenarios) {
    PlanFile {
        topologies = topologies == null ? Map.of() : Map.copyOf(topologies);
        scenarios = scenarios == null ? List.of() : List.copyOf(scenarios);
    }
}
