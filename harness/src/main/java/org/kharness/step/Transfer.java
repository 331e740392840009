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
import org.kharness.value.Bytes;

/** read(2) or write(2) of a file range, {@code direct} for O_DIRECT. */
@JsonTypeName("transfer")
@JsonClassDescription("read(2) or write(2) with fsync(2).")
public record Transfer(
        @JsonPropertyDescription("The process that does it.") @JsonProperty(required = true)
        String process,

        @JsonPropertyDescription("The file.") @JsonProperty(required = true)
        String file,

        @JsonPropertyDescription("Whether it reads or writes.") @JsonProperty(required = true)
        Access access,

        @JsonPropertyDescription("Offset in the file.") @Nullable
        Bytes at,

        @JsonPropertyDescription("How much; a page if not given.") @Nullable
        Bytes length,

        @JsonPropertyDescription("With O_DIRECT.") @Nullable Boolean direct,

        @JsonPropertyDescription("A name: the step may fail, and expectations speak of its result under this name.")
        @Nullable
        String as)
        implements Step {
    @Override
    public List<GuestCommand> commands(String id, PoisonMethod way) {
        return List.of(GuestCommand.of(id, "to", process, access == Access.WRITE ? "write" : "read")
                .with("path", file)
                .with("at", Bytes.countOf(at))
                .with("length", Bytes.countOf(length))
                .with("direct", Boolean.TRUE.equals(direct) ? 1 : null)
                .build());
    }

    @Override
    public Optional<String> user() {
        return Optional.ofNullable(process);
    }

    @Override
    public Optional<String> label() {
        return Optional.ofNullable(as);
    }
}
