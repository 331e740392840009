/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.step;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;
import org.kharness.agent.GuestCommand;
import org.kharness.console.GuestEvent;
import org.kharness.evidence.ScenarioLog;
import org.kharness.poison.PoisonMethod;

/**
 * One action in the guest. A step that carries a name ({@code as}) may end either way, and an expectation says how it
 * should; every other step but {@link Poison} must succeed, or the scenario is an ERROR.
 *
 * <p>Each kind is one record in a file of its own: its components are the keys that a plan writes, {@code @JsonTypeName} is
 * the word that a plan begins it with, {@link #commands} is what the guest is told, {@link #check} what its log must show.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
public sealed interface Step
        permits MakeFile,
                Reflink,
                Resize,
                StartProcess,
                MapMemory,
                Unmap,
                Touch,
                Transfer,
                Poison,
                Call,
                Run,
                WaitForConsole,
                Pause,
                MakeFileSystem,
                Fail,
                InjectError,
                InjectRecord,
                Scrub {
    /**
     * What the guest agent is told.
     *
     * @param id of the command whose end is the step's; helper commands add a letter to it
     * @param way how the scenario poisons memory
     */
    List<GuestCommand> commands(String id, PoisonMethod way);

    /**
     * Looks at a "done" event of this step.
     *
     * @param done the end of one of its commands; of helper commands none is shown
     */
    default void check(GuestEvent done, StepLog log) {
        if (failed(done) && label().isEmpty()) {
            log.notDone(done);
        }
    }

    /** Looks at what the step left in the log besides the end of its commands, once for each step. */
    default void checkOutput(StepLog log) {}

    /** Whether a "done" event says that the step did not succeed. */
    default boolean failed(GuestEvent done) {
        return ScenarioLog.number(done, "ret") < 0;
    }

    /** The number that an expectation of the step's result means: a byte read, an exit status. */
    default long value(GuestEvent done) {
        return ScenarioLog.number(done, "value");
    }

    /** The name under which expectations speak of this step's result; empty for a step that must succeed. */
    default Optional<String> label() {
        return Optional.empty();
    }

    /** The process that carries it out; empty where the agent does. */
    default Optional<String> user() {
        return Optional.empty();
    }

    /** The process that it starts; empty where it starts none. */
    default Optional<String> starts() {
        return Optional.empty();
    }

    /** Programs of the user's that the guest needs for it, relative to the plan. */
    default List<String> copies() {
        return List.of();
    }

    /** What is wrong with it beyond the types of its keys; empty where nothing is. */
    default Optional<String> problem(PoisonMethod way) {
        return Optional.empty();
    }
}
