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

        @JsonPropertyDescription("The policy of a second thread, which then has one of its own.") @Nullable
        KillPolicy threadKill,

        @JsonPropertyDescription("Whether it handles SIGBUS; true if not given.") @Nullable
        Boolean handler,

        @JsonPropertyDescription("Instead of handling SIGBUS it ignores or blocks it.") @Nullable
        Disposition sigbus)
        implements Step {
    /** What a process does with SIGBUS that neither handles it nor leaves it at its default. */
    public enum Disposition {
        @JsonProperty("ignore")
        IGNORE,
        @JsonProperty("block")
        BLOCK
    }

    /** prctl(2) PR_MCE_KILL. */
    public enum KillPolicy {
        @JsonProperty("early")
        EARLY,
        @JsonProperty("late")
        LATE,
        @JsonProperty("default")
        DEFAULT,
        /** Early at first, and then given back by PR_MCE_KILL_CLEAR: the process has no policy of its own any more. */
        @JsonProperty("cleared")
        CLEARED
    }

    @Override
    public List<GuestCommand> commands(String id, PoisonMethod way) {
        return List.of(GuestCommand.of(id, "process")
                .with("name", name)
                .with("kill", Words.lower(kill))
                .with("thread_kill", Words.lower(threadKill))
                .with("handler", Boolean.FALSE.equals(handler) ? "no" : Words.lower(sigbus))
                .build());
    }

    @Override
    public Optional<String> starts() {
        return Optional.of(name);
    }
}
