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

/** Starts a process with a memory-failure kill policy (prctl PR_MCE_KILL) and, unless told, a SIGBUS handler. */
@JsonTypeName("process")
@JsonClassDescription("Starts a process.")
public record StartProcess(
        @JsonPropertyDescription("Its name, also in the kernel's messages.") @JsonProperty(required = true)
        String name,

        @JsonPropertyDescription("Its policy, PR_MCE_KILL in prctl(2).") @Nullable
        KillPolicy kill,

        @JsonPropertyDescription("Whether it handles SIGBUS; true if not given.") @Nullable
        Boolean handler)
        implements Step {
    /** prctl(2) PR_MCE_KILL. */
    public enum KillPolicy {
        @JsonProperty("early")
        EARLY,
        @JsonProperty("late")
        LATE,
        @JsonProperty("default")
        DEFAULT
    }

    @Override
    public List<GuestCommand> commands(String id, PoisonMethod way) {
        return List.of(GuestCommand.of(id, "process")
                .with("name", name)
                .with("kill", Words.lower(kill))
                .with("handler", Boolean.FALSE.equals(handler) ? "no" : null)
                .build());
    }

    @Override
    public Optional<String> starts() {
        return Optional.of(name);
    }
}
