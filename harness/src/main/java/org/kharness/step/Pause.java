/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.step;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import org.kharness.agent.GuestCommand;
import org.kharness.poison.PoisonMethod;

/** Lets time pass. */
@JsonTypeName("pause")
@JsonClassDescription("Lets time pass.")
public record Pause(
        @JsonPropertyDescription("How long.") @JsonProperty(required = true)
        int milliseconds) implements Step {
    @Override
    public List<GuestCommand> commands(String id, PoisonMethod way) {
        return List.of(GuestCommand.of(id, "sleep").with("ms", milliseconds).build());
    }
}
