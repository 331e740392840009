/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.step;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import org.kharness.agent.GuestCommand;
import org.kharness.poison.PoisonMethod;

/** Waits until the kernel prints a text, at most {@code limit} seconds (10 unless told). */
@JsonTypeName("wait")
@JsonClassDescription("Waits until the kernel prints a text.")
public record WaitForConsole(
        @JsonPropertyDescription("The text.") @JsonProperty(required = true)
        String console,

        @JsonPropertyDescription("Seconds; 10 if not given.")
        int limit)
        implements Step {
    @Override
    public List<GuestCommand> commands(String id, PoisonMethod way) {
        return List.of(GuestCommand.of(id, "wait")
                .with("text", console)
                .with("limit", limit == 0 ? null : limit)
                .build());
    }
}
