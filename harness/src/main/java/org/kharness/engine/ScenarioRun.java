/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.engine;

import java.nio.file.Path;
import org.kharness.plan.Scenario;
import org.kharness.verdict.Verdict;

/**
 * A scenario that was run and judged.
 *
 * @param console the log it was judged from
 * @param seconds wall time on its machine, boot included
 */
public record ScenarioRun(Scenario scenario, Path console, double seconds, Verdict verdict) {}
