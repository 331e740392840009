/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One action in the guest. A step that carries a name ({@code as}) may end either way, and a {@link
 * Expectation.Result} says how it should; every other step but {@link Poison} must succeed, or the scenario is an ERROR.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
    @JsonSubTypes.Type(value = Step.File.class, name = "file"),
    @JsonSubTypes.Type(value = Step.Reflink.class, name = "reflink"),
    @JsonSubTypes.Type(value = Step.Actor.class, name = "process"),
    @JsonSubTypes.Type(value = Step.Map.class, name = "map"),
    @JsonSubTypes.Type(value = Step.Unmap.class, name = "unmap"),
    @JsonSubTypes.Type(value = Step.Touch.class, name = "touch"),
    @JsonSubTypes.Type(value = Step.Transfer.class, name = "transfer"),
    @JsonSubTypes.Type(value = Step.Poison.class, name = "poison"),
    @JsonSubTypes.Type(value = Step.Call.class, name = "call"),
    @JsonSubTypes.Type(value = Step.Run.class, name = "run"),
    @JsonSubTypes.Type(value = Step.Wait.class, name = "wait"),
    @JsonSubTypes.Type(value = Step.Pause.class, name = "pause"),
    @JsonSubTypes.Type(value = Step.MakeFileSystem.class, name = "filesystem"),
})
public sealed interface Step {
    /** The name under which expectations speak of this step's result; empty for a step that must succeed. */
    default Optional<String> label() {
        return Optional.empty();
    }

    /** The process that carries it out; empty where the agent does. */
    default Optional<String> user() {
        return Optional.empty();
    }

    /** Makes a file of {@code size} bytes of value {@code fill}, allocated in one go where the file system can. */
    record File(
            @JsonProperty(required = true) String path,
            @JsonProperty(required = true) Bytes size,
            int fill) implements Step {}

    /** Shares {@code length} bytes of one file with another (FICLONERANGE); a length of 0 is the whole file. */
    record Reflink(
            @JsonProperty(required = true) String from,
            @JsonProperty(required = true) String to,
            @Nullable Bytes fromAt,
            @Nullable Bytes toAt,
            @Nullable Bytes length)
            implements Step {}

    /** Starts a process with a memory-failure kill policy (prctl PR_MCE_KILL) and, unless told, a SIGBUS handler. */
    record Actor(
            @JsonProperty(required = true) String name,
            @Nullable KillPolicy kill,
            @Nullable Boolean handler) implements Step {}

    /** Maps a file, or anonymous memory where no file is named, under the name {@code as} ("m" unless told). */
    record Map(
            @JsonProperty(required = true) String process,
            @Nullable String file,
            @Nullable String as,
            @Nullable Bytes offset,
            @JsonProperty(required = true) Bytes length,
            @Nullable Sharing sharing,
            @Nullable Access access)
            implements Step {
        @Override
        public Optional<String> user() {
            return Optional.ofNullable(process);
        }
    }

    /** Unmaps what {@link Map} mapped. */
    record Unmap(
            @JsonProperty(required = true) String process,
            @Nullable String map) implements Step {
        @Override
        public Optional<String> user() {
            return Optional.ofNullable(process);
        }
    }

    /** Reads or writes one byte of a mapping, or of each of {@code count} pages in a row. */
    record Touch(
            @JsonProperty(required = true) String process,
            @Nullable String map,
            @Nullable Bytes at,
            @Nullable Access access,
            @Nullable Boolean thread,
            int count,
            @Nullable String as)
            implements Step {
        @Override
        public Optional<String> user() {
            return Optional.ofNullable(process);
        }

        @Override
        public Optional<String> label() {
            return Optional.ofNullable(as);
        }
    }

    /** read(2) or write(2) of a file range, {@code direct} for O_DIRECT. */
    record Transfer(
            @JsonProperty(required = true) String process,
            @JsonProperty(required = true) String file,
            @JsonProperty(required = true) Access access,
            @Nullable Bytes at,
            @Nullable Bytes length,
            @Nullable Boolean direct,
            @Nullable String as)
            implements Step {
        @Override
        public Optional<String> user() {
            return Optional.ofNullable(process);
        }

        @Override
        public Optional<String> label() {
            return Optional.ofNullable(as);
        }
    }

    /**
     * Poisons a page: at a place in a process's mapping, at a byte of a file, or at a byte of a pmem disk. Waits until the
     * kernel says what it did and every process has handled its signals.
     *
     * @param at offset in the mapping, file or disk
     * @param atFrom a file in the guest that holds the offset as a number, written by an earlier step; instead of {@code at}
     * @param count so many pages in a row; 1 where none is given
     * @param until what the kernel prints when it is done; empty: do not wait; null: what the way of poisoning leads to
     */
    record Poison(
            @Nullable String process,
            @Nullable String map,
            @Nullable String file,
            @Nullable String disk,
            @Nullable Bytes at,
            @Nullable String atFrom,
            int count,
            @Nullable String until,
            @Nullable String as)
            implements Step {
        @Override
        public Optional<String> label() {
            return Optional.ofNullable(as);
        }

        @Override
        public Optional<String> user() {
            return Optional.ofNullable(process);
        }
    }

    /** One system call on a path. */
    record Call(
            @JsonProperty(required = true) CallName what,
            @JsonProperty(required = true) String path,
            @Nullable String as)
            implements Step {
        @Override
        public Optional<String> label() {
            return Optional.ofNullable(as);
        }
    }

    /**
     * A shell command; its exit status is its result. What it prints in the form of KTAP
     * (Documentation/dev-tools/ktap.rst) becomes sub-results, of which none may be "not ok".
     *
     * @param copy programs or scripts of the user's, relative to the plan, found in the guest under /user by their base
     *     names, with the libraries they need
     * @param background true: goes on while later steps run, and is ended with the scenario
     */
    record Run(
            @JsonProperty(required = true) String command,
            List<String> copy,
            boolean background,
            int limit,
            @Nullable String as)
            implements Step {
        public Run {
            copy = copy == null ? List.of() : List.copyOf(copy);
        }

        @Override
        public Optional<String> label() {
            return Optional.ofNullable(as);
        }
    }

    /** Waits until the kernel prints a text, at most {@code limit} seconds (10 unless told). */
    record Wait(@JsonProperty(required = true) String console, int limit) implements Step {}

    /** Lets time pass. */
    record Pause(@JsonProperty(required = true) int milliseconds) implements Step {}

    /** Makes and mounts a file system anew, unmounting what is there: for options that one scenario alone needs. */
    record MakeFileSystem(
            @JsonProperty(required = true) Topology.FileSystem.Type type,
            @JsonProperty(required = true) String mkfs,
            @Nullable String mount,
            @Nullable String disk,
            @Nullable String at)
            implements Step {
        /** The file system it makes. */
        public Topology.FileSystem fileSystem() {
            return new Topology.FileSystem(type, mkfs, mount, disk, at);
        }
    }

    /** prctl(2) PR_MCE_KILL. */
    enum KillPolicy {
        @JsonProperty("early")
        EARLY,
        @JsonProperty("late")
        LATE,
        @JsonProperty("default")
        DEFAULT
    }

    /** How a mapping shares with the file: MAP_SHARED, MAP_PRIVATE, or MAP_SHARED_VALIDATE with MAP_SYNC. */
    enum Sharing {
        @JsonProperty("shared")
        SHARED,
        @JsonProperty("private")
        PRIVATE,
        @JsonProperty("sync")
        SYNC
    }

    /** Reading or writing. */
    enum Access {
        @JsonProperty("read")
        READ,
        @JsonProperty("write")
        WRITE
    }

    /** The system calls of {@link Call}. */
    enum CallName {
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
}
