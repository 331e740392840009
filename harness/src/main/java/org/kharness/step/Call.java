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
import org.kharness.value.Words;

/** One system call on a path. */
@JsonTypeName("call")
@JsonClassDescription("One system call on a path.")
public record Call(
        @JsonPropertyDescription("The call; create is open with O_EXCL.") @JsonProperty(required = true)
        Name what,

        @JsonPropertyDescription("The path.") @JsonProperty(required = true)
        String path,

        @JsonPropertyDescription("A name: the step may fail, and expectations speak of its result under this name.")
        @Nullable
        String as)
        implements Step {
    /** The system calls. */
    public enum Name {
        @JsonProperty("stat")
        STAT,
        @JsonProperty("statfs")
        STATFS,
        @JsonProperty("open")
        OPEN,
        @JsonProperty("create")
        CREATE,
        @JsonProperty("fsync")
        FSYNC,
        @JsonProperty("unlink")
        UNLINK,
        @JsonProperty("umount")
        UMOUNT
    }

    @Override
    public List<GuestCommand> commands(String id, PoisonMethod way) {
        return List.of(GuestCommand.of(id, "call")
                .with("what", Words.lower(what))
                .with("path", path)
                .build());
    }

    @Override
    public Optional<String> label() {
        return Optional.ofNullable(as);
    }
}
