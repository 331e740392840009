/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.step;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.kharness.agent.GuestCommand;
import org.kharness.poison.PoisonMethod;
import org.kharness.value.Bytes;
import org.kharness.value.Words;

/** Reads or writes one byte of a mapping, or of each of {@code count} pages in a row. */
@JsonTypeName("touch")
@JsonClassDescription("Reads or writes one byte of a mapping, or of each of several pages.")
public record Touch(
        @JsonPropertyDescription("The process that does it.") @JsonProperty(required = true)
        String process,

        @JsonPropertyDescription("The mapping; m if not given.") @Nullable
        String map,

        @JsonPropertyDescription("Offset in the mapping.") @Nullable
        Bytes at,

        @JsonPropertyDescription("Whether it reads or writes.") @Nullable
        Access access,

        @JsonPropertyDescription("From a thread other than the main one.") @Nullable
        Boolean thread,

        @JsonPropertyDescription("Again and again, in a thread of its own, while later steps run.")
        boolean background,

        @JsonPropertyDescription(
                "As the kernel reads it for others, through /proc/self/mem, which takes a reference to the page and drops it.")
        boolean pinned,

        @JsonPropertyDescription("So many pages in a row.") int count,

        @JsonPropertyDescription("A name: the step may fail, and expectations speak of its result under this name.")
        @Nullable
        String as)
        implements Step {
    @Override
    public List<GuestCommand> commands(String id, PoisonMethod way) {
        return IntStream.range(0, Math.max(1, count)).mapToObj(i -> page(id, i)).toList();
    }

    private GuestCommand page(String id, int number) {
        return GuestCommand.of(id, "to", process, background ? "churn" : pinned ? "pin" : "touch")
                .with("map", map)
                .with("at", Bytes.further(at, number))
                .with("access", Words.lower(access))
                .with("thread", Boolean.TRUE.equals(thread) ? 1 : null)
                .build();
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
