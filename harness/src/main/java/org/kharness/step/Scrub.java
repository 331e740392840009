/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.step;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import org.kharness.agent.GuestCommand;
import org.kharness.console.GuestEvent;
import org.kharness.evidence.ScenarioLog;
import org.kharness.poison.PoisonMethod;
import org.kharness.topology.NfitTest;

/** Lets the platform look for errors, and waits until the kernel knows what it found: ndctl-start-scrub(1), ndctl-wait-scrub(1). */
@JsonTypeName("scrub")
@JsonClassDescription(
        "Lets the platform look for errors and waits for the answer, ndctl-start-scrub(1); topology nfit-test.")
public record Scrub(
        @JsonPropertyDescription("Seconds it may take; 30 if not given.")
        int limit) implements Step {
    @Override
    public List<GuestCommand> commands(String id, PoisonMethod way) {
        // One that is under way was started before the latest error, perhaps: it must end first
        String scrub = "{ ndctl wait-scrub " + NfitTest.BUS + " && ndctl start-scrub " + NfitTest.BUS
                + " && ndctl wait-scrub " + NfitTest.BUS;
        return List.of(GuestCommand.of(id, "run")
                .with("limit", limit == 0 ? null : limit)
                .with(
                        "cmd",
                        scrub + "; } > /dev/null && echo \"scrub done, bad blocks of the region: \""
                                + NfitTest.BAD_BLOCKS)
                .build());
    }

    @Override
    public boolean failed(GuestEvent done) {
        return ScenarioLog.number(done, "ret") != 0;
    }
}
