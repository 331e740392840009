/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.step;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kharness.agent.GuestCommand;
import org.kharness.poison.PoisonMethod;
import org.kharness.value.Bytes;

/** Shares {@code length} bytes of one file with another (FICLONERANGE); a length of 0 is the whole file. */
@JsonTypeName("reflink")
@JsonClassDescription("Shares a range of one file with another (FICLONERANGE).")
public record Reflink(
        @JsonPropertyDescription("The file that has the data.") @JsonProperty(required = true)
        String from,

        @JsonPropertyDescription("The file that gets it; made if missing.") @JsonProperty(required = true)
        String to,

        @JsonPropertyDescription("Offset in the first.") @Nullable
        Bytes fromAt,

        @JsonPropertyDescription("Offset in the second.") @Nullable
        Bytes toAt,

        @JsonPropertyDescription("How much; the whole file if not given.") @Nullable
        Bytes length)
        implements Step {
    @Override
    public List<GuestCommand> commands(String id, PoisonMethod way) {
        return List.of(GuestCommand.of(id, "reflink")
                .with("from", from)
                .with("to", to)
                .with("from_at", Bytes.countOf(fromAt))
                .with("to_at", Bytes.countOf(toAt))
                .with("length", Bytes.countOf(length))
                .build());
    }
}
