/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.expect;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kharness.agent.GuestCommand;
import org.kharness.value.KernelRange;

/**
 * Something that must be observed. Each may be bound to kernel releases with {@code when}.
 *
 * <p>Each kind is one record in a file of its own: its components are the keys that a plan writes, {@code @JsonTypeName} is
 * the word that a plan begins it with, {@link #check} is what the log must show.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
public sealed interface Expectation
        permits Signal,
                NoSignal,
                Killed,
                ConsoleLines,
                NotOnConsole,
                Complaint,
                Result,
                Output,
                BadBlocks,
                Corrupted,
                Content,
                MountState,
                Recovery {
    /** The kernels for which it holds; null for all. */
    @Nullable
    KernelRange when();

    /** Holds it against the scenario's log and says in the findings whether it holds. */
    void check(ScenarioEvidence evidence);

    /**
     * What the guest must look at after the last step, so that the log shows it; mostly nothing.
     *
     * @param id of the command
     */
    default Optional<GuestCommand> look(String id) {
        return Optional.empty();
    }

    /** The process it speaks of; empty where it speaks of none. */
    default Optional<String> subject() {
        return Optional.empty();
    }

    /** The named step it speaks of; empty where it speaks of none. */
    default Optional<String> about() {
        return Optional.empty();
    }
}
