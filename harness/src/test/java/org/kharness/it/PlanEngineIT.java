/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.it;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.abortedWithReason;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedSuccessfully;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.kharness.junit.KernelPlan;

/** A plan as tests of the JUnit Platform, on a real kernel. */
class PlanEngineIT {
    @TempDir
    Path reports;

    @KernelPlan(value = "smoke", only = "{device-dax,reflink-two-files}")
    static final class TwoScenarios {}

    @BeforeAll
    static void needEngine() {
        RealRun.needEngine();
    }

    @Test
    void showsEveryScenario() {
        EngineExecutionResults results = EngineTestKit.engine("kharness")
                .configurationParameter("kharness.reports", reports.toString())
                .selectors(selectClass(TwoScenarios.class))
                .execute();
        results.testEvents()
                .assertStatistics(s -> s.started(2).succeeded(1).aborted(1).failed(0))
                .assertThatEvents()
                .haveExactly(1, event(test("device-dax"), finishedSuccessfully()))
                .haveExactly(
                        1,
                        event(
                                test("reflink-two-files"),
                                abortedWithReason(message(m -> m.startsWith("KNOWN: kernel complaint: WARNING")))));
    }
}
