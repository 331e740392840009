/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.plan;

import java.util.List;

/**
 * A list of scenarios that belong together, with every matrix expanded.
 *
 * @param name short name, as the report shows it
 * @param title one line
 * @param scenarios in the order in which they are reported
 */
public record TestPlan(String name, String title, List<Scenario> scenarios) {
    public TestPlan {
        scenarios = List.copyOf(scenarios);
    }
}
