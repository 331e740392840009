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

/** Makes a file shorter or longer, truncate(2): what is cut off leaves the page cache and the DAX entries of the file. */
@JsonTypeName("resize")
@JsonClassDescription("Makes a file shorter or longer, truncate(2).")
public record Resize(
        @JsonPropertyDescription("The file.") @JsonProperty(required = true)
        String file,

        @JsonPropertyDescription("Its new length.") @JsonProperty(required = true)
        Bytes size,

        @JsonPropertyDescription("A name: the step may fail, and expectations speak of its result under this name.")
        @Nullable
        String as)
        implements Step {
    @Override
    public List<GuestCommand> commands(String id, PoisonMethod way) {
        return List.of(GuestCommand.of(id, "resize")
                .with("path", file)
                .with("size", size.count())
                .build());
    }

    @Override
    public Optional<String> label() {
        return Optional.ofNullable(as);
    }
}
