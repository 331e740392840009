/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.expect;

import static org.kharness.evidence.ScenarioLog.text;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kharness.agent.GuestCommand;
import org.kharness.console.GuestEvent;
import org.kharness.value.KernelRange;

/** Whether the file system at a path works at the end. */
@JsonTypeName("mount")
@JsonClassDescription("Whether a file system works at the end.")
public record MountState(
        @JsonPropertyDescription("Where it is mounted.") @JsonProperty(required = true)
        String path,

        @JsonPropertyDescription("alive: a file can be made, synced and removed; shutdown: that answers EIO.")
        @JsonProperty(required = true)
        State state,

        @JsonPropertyDescription("The kernels for which it holds; all if not given.") @Nullable
        KernelRange when)
        implements Expectation {
    /** What a mounted file system can do. */
    public enum State {
        /** A file can be made, synced and removed. */
        @JsonProperty("alive")
        ALIVE,
        /** Making a file is answered with EIO. */
        @JsonProperty("shutdown")
        SHUTDOWN
    }

    @Override
    public Optional<GuestCommand> look(String id) {
        return Optional.of(GuestCommand.of(id, "mount-state").with("path", path).build());
    }

    @Override
    public void check(ScenarioEvidence evidence) {
        String wanted = state.name().toLowerCase(Locale.ROOT);
        String what = "the file system at " + path + " is " + (state == State.ALIVE ? "alive" : "shut down");
        Optional<GuestEvent> seen = evidence.part().events("mount").stream()
                .filter(m -> text(m, "path").equals(path))
                .findFirst();
        if (seen.isEmpty()) {
            evidence.findings().open(what);
            return;
        }
        String got = text(seen.get(), "state");
        evidence.judge(got.equals(wanted), what, got + ", " + text(seen.get(), "errno"), seen.get());
    }
}
