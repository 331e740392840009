/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Something that must be observed. Each may be bound to kernel releases with {@code when}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
    @JsonSubTypes.Type(value = Expectation.Signal.class, name = "signal"),
    @JsonSubTypes.Type(value = Expectation.NoSignal.class, name = "no-signal"),
    @JsonSubTypes.Type(value = Expectation.Killed.class, name = "killed"),
    @JsonSubTypes.Type(value = Expectation.Console.class, name = "console"),
    @JsonSubTypes.Type(value = Expectation.NotOnConsole.class, name = "not-on-console"),
    @JsonSubTypes.Type(value = Expectation.Complaint.class, name = "complaint"),
    @JsonSubTypes.Type(value = Expectation.Result.class, name = "result"),
    @JsonSubTypes.Type(value = Expectation.Badblocks.class, name = "badblocks"),
    @JsonSubTypes.Type(value = Expectation.Corrupted.class, name = "corrupted"),
    @JsonSubTypes.Type(value = Expectation.Content.class, name = "content"),
    @JsonSubTypes.Type(value = Expectation.Mount.class, name = "mount"),
    @JsonSubTypes.Type(value = Expectation.Output.class, name = "output"),
})
public sealed interface Expectation {
    /** The kernels for which it holds; null for all. */
    @Nullable
    KernelRange when();

    /** The process it speaks of; empty where it speaks of none. */
    default Optional<String> subject() {
        return Optional.empty();
    }

    /** The named step it speaks of; empty where it speaks of none. */
    default Optional<String> about() {
        return Optional.empty();
    }

    /**
     * SIGBUS to a process. Signals that no expectation names fail the scenario.
     *
     * @param code what si_code must be; null: derived from the way of poisoning
     * @param map the mapping that si_addr lies in; "m" unless told
     * @param at offset of si_addr in the mapping
     * @param lsb si_addr_lsb, the granularity: 12 for a 4 KiB page, 21 for 2 MiB
     * @param during what the process was doing, such as "touch"; null: anything
     * @param count how many such signals; null for one
     */
    record Signal(
            @JsonProperty(required = true) String process,
            @Nullable SignalCode code,
            @Nullable String map,
            @Nullable Bytes at,
            @Nullable Integer lsb,
            @Nullable String during,
            @Nullable Integer count,
            @Nullable KernelRange when)
            implements Expectation {
        @Override
        public Optional<String> subject() {
            return Optional.of(process);
        }
    }

    /** A process gets no SIGBUS at all and is not killed. */
    record NoSignal(
            @JsonProperty(required = true) String process,
            @Nullable KernelRange when) implements Expectation {
        @Override
        public Optional<String> subject() {
            return Optional.of(process);
        }
    }

    /** A process dies of a signal, by number. */
    record Killed(
            @JsonProperty(required = true) String process,
            @JsonProperty(required = true) int signal,
            @Nullable KernelRange when)
            implements Expectation {
        @Override
        public Optional<String> subject() {
            return Optional.of(process);
        }
    }

    /**
     * Kernel lines that contain these texts, in this order, other lines between them. {@code {pfn}} stands for the
     * frame poisoned last, {@code {pid:NAME}} for a process's pid.
     */
    record Console(
            @JsonProperty(required = true) List<String> lines,
            @Nullable KernelRange when) implements Expectation {
        public Console {
            lines = lines == null ? List.of() : List.copyOf(lines);
        }
    }

    /** No kernel line may contain this text. */
    record NotOnConsole(
            @JsonProperty(required = true) String text,
            @Nullable KernelRange when) implements Expectation {}

    /** A kernel complaint that belongs to the scenario and must appear; its title contains this text. */
    record Complaint(
            @JsonProperty(required = true) String title,
            @Nullable KernelRange when) implements Expectation {}

    /** How the step of that name ends. {@code value} is the byte read, or a command's exit status. */
    record Result(
            @JsonProperty(required = true) String step,
            @Nullable String errno,
            @Nullable Long value,
            @Nullable KernelRange when)
            implements Expectation {
        @Override
        public Optional<String> about() {
            return Optional.of(step);
        }
    }

    /**
     * Whether the poisoned page is among the disk's bad blocks at the end; false: there are none at all; null: as the way
     * of poisoning delivers.
     */
    record Badblocks(@Nullable Boolean poisoned, @Nullable KernelRange when) implements Expectation {}

    /** HardwareCorrupted in /proc/meminfo has grown by so many pages at the end. */
    record Corrupted(
            @JsonProperty(required = true) int pages,
            @Nullable KernelRange when) implements Expectation {}

    /**
     * What a range of a file reads as at the end.
     *
     * @param fill the value of every byte; ignored where an error is expected
     * @param errno the error that read(2) must answer; null: none
     */
    record Content(
            @JsonProperty(required = true) String file,
            @Nullable Bytes at,
            @Nullable Bytes length,
            int fill,
            @Nullable String errno,
            @Nullable KernelRange when)
            implements Expectation {}

    /** Whether the file system at a path works at the end. */
    record Mount(
            @JsonProperty(required = true) String path,
            @JsonProperty(required = true) MountState state,
            @Nullable KernelRange when)
            implements Expectation {}

    /** A line of what the step of that name printed contains this text. */
    record Output(
            @JsonProperty(required = true) String step,
            @JsonProperty(required = true) String text,
            @Nullable KernelRange when)
            implements Expectation {
        @Override
        public Optional<String> about() {
            return Optional.of(step);
        }
    }

    /** What a mounted file system can do. */
    enum MountState {
        /** A file can be made, synced and removed. */
        @JsonProperty("alive")
        ALIVE,
        /** Making a file is answered with EIO. */
        @JsonProperty("shutdown")
        SHUTDOWN
    }

    /** si_code of a SIGBUS, sigaction(2). */
    enum SignalCode {
        @JsonProperty("action-required")
        ACTION_REQUIRED(4),
        @JsonProperty("action-optional")
        ACTION_OPTIONAL(5),
        @JsonProperty("address-error")
        ADDRESS_ERROR(2);

        private final int siCode;

        SignalCode(int siCode) {
            this.siCode = siCode;
        }

        /** The value of si_code. */
        public int siCode() {
            return siCode;
        }
    }
}
