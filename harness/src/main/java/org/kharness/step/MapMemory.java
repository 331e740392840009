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
import org.kharness.value.Words;

/** Maps a file, or anonymous memory where no file is named, under the name {@code as} ("m" unless told). */
@JsonTypeName("map")
@JsonClassDescription("Maps a file, or anonymous memory.")
public record MapMemory(
        @JsonPropertyDescription("The process that does it.") @JsonProperty(required = true)
        String process,

        @JsonPropertyDescription("The file; anonymous memory if not given.") @Nullable
        String file,

        @JsonPropertyDescription("The mapping's name; m if not given.") @Nullable
        String as,

        @JsonPropertyDescription("Offset in the file.") @Nullable
        Bytes offset,

        @JsonPropertyDescription("How much.") @JsonProperty(required = true)
        Bytes length,

        @JsonPropertyDescription(
                "So much of the address space stays free between it and whatever else the process has, for page tables of its own.")
        @Nullable
        Bytes gap,

        @JsonPropertyDescription("MAP_SHARED, MAP_PRIVATE, or MAP_SHARED_VALIDATE with MAP_SYNC.") @Nullable
        Sharing sharing,

        @JsonPropertyDescription("Whether it reads or writes.") @Nullable
        Access access)
        implements Step {
    /** How a mapping shares with the file: MAP_SHARED, MAP_PRIVATE, or MAP_SHARED_VALIDATE with MAP_SYNC. */
    public enum Sharing {
        @JsonProperty("shared")
        SHARED,
        @JsonProperty("private")
        PRIVATE,
        @JsonProperty("sync")
        SYNC
    }

    @Override
    public List<GuestCommand> commands(String id, PoisonMethod way) {
        return List.of(GuestCommand.of(id, "to", process, "map")
                .with("path", file)
                .with("as", as)
                .with("offset", Bytes.countOf(offset))
                .with("length", length.count())
                .with("gap", Bytes.countOf(gap))
                .with("type", Words.lower(sharing))
                .with("access", access == Access.READ ? "r" : null)
                .build());
    }

    @Override
    public Optional<String> user() {
        return Optional.ofNullable(process);
    }
}
