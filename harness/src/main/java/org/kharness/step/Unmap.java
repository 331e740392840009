/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.step;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kharness.agent.GuestCommand;
import org.kharness.poison.PoisonMethod;

/** Unmaps what {@link MapMemory} mapped. */
@JsonTypeName("unmap")
@JsonClassDescription("Unmaps.")
public record Unmap(
        @JsonPropertyDescription("The process that does it.") @JsonProperty(required = true)
        String process,

        @JsonPropertyDescription("The mapping; m if not given.") @Nullable
        String map)
        implements Step {
    @Override
    public List<GuestCommand> commands(String id, PoisonMethod way) {
        return List.of(
                GuestCommand.of(id, "to", process, "unmap").with("map", map).build());
    }

    @Override
    public Optional<String> user() {
        return Optional.ofNullable(process);
    }
}
