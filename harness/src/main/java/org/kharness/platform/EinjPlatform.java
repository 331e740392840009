/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.platform;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The platform behind the table: takes the commands of one machine and says what is to be done. Whatever the guest writes,
 * the answer is a status; an error is only ever raised at an address that is the guest's own memory.
 *
 * <p>As on real hardware the execute command leaves an error in memory, and triggering it makes a CPU come across it. Unlike
 * there, nothing but the trigger comes across it: the emulator does not watch accesses to memory.
 */
public final class EinjPlatform {
    /** So many commands a machine may give; a guest that gives more is not testing. */
    static final int MOST_COMMANDS = 1000;

    private static final int PAGE_BITS = 12;
    /** A memory controller knows no less than a cache line of 64 bytes. */
    private static final int LINE_BITS = 6;

    private final List<MemoryRange> memory;
    private @Nullable MachineCheckRecord prepared;
    private int commands;

    /**
     * A platform in which nothing is prepared.
     *
     * @param memory where the guest has memory that can fail
     */
    public EinjPlatform(List<MemoryRange> memory) {
        this.memory = List.copyOf(memory);
    }

    /**
     * Memory of the guest.
     *
     * @param start its first byte's physical address
     * @param size in bytes
     */
    public record MemoryRange(long start, long size) {
        boolean contains(long address) {
            return address >= start && address - start < size;
        }
    }

    /** Statuses of a command (ACPI 6.4, 18.6). */
    public enum Status {
        SUCCESS(0, "success"),
        UNKNOWN_FAILURE(1, "unknown failure"),
        INVALID_ACCESS(2, "invalid access");

        private final int value;
        private final String words;

        Status(int value, String words) {
            this.value = value;
            this.words = words;
        }

        /** The value of the status register. */
        public int value() {
            return value;
        }
    }

    /** Reads the registers that the guest wrote. */
    public interface Registers {
        /** What stands there now. */
        InjectionRequest read();
    }

    /**
     * What the platform does on a command.
     *
     * @param status to answer; null where the command has no answer
     * @param raise what the CPUs are to report; null for nothing
     * @param words what happened, for people
     */
    public record Reaction(
            @Nullable Status status, @Nullable MachineCheckRecord raise, String words) {}

    /**
     * Takes a command.
     *
     * @param command the byte that the guest wrote; any value
     * @return what to do; empty for a byte that is no command, and for one too many
     */
    public Optional<Reaction> command(int command, Registers registers) {
        boolean known = command == EinjTable.EXECUTE || command == EinjTable.TRIGGER;
        if (!known || commands > MOST_COMMANDS) {
            return Optional.empty();
        }
        commands++;
        if (command == EinjTable.TRIGGER) {
            return Optional.of(trigger());
        }
        prepared = null;
        if (commands > MOST_COMMANDS) {
            return Optional.of(new Reaction(
                    Status.UNKNOWN_FAILURE, null, "EINJ: more than " + MOST_COMMANDS + " commands, no more are taken"));
        }
        return Optional.of(execute(registers.read()));
    }

    private Reaction execute(InjectionRequest request) {
        String said = "EINJ registers: " + request.inWords();
        Optional<MemoryErrorType> type = MemoryErrorType.of(request.type());
        if (type.isEmpty()) {
            return refused(said, "no such memory error");
        }
        if (!request.hasAddress()) {
            return refused(said, "no address");
        }
        long address = request.address() & request.mask();
        int lowestBit = Long.numberOfTrailingZeros(request.mask());
        boolean contiguous = request.mask() != 0 && request.mask() == -1L << lowestBit;
        if (!contiguous || lowestBit > PAGE_BITS) {
            return refused(said, "the mask leaves more open than the place in a page");
        }
        if (memory.stream().noneMatch(r -> r.contains(address))) {
            return refused(said, "no memory there");
        }
        prepared = type.get().record(address, Math.max(LINE_BITS, lowestBit));
        return new Reaction(Status.SUCCESS, null, said + ": " + type.get().words() + ", " + Status.SUCCESS.words);
    }

    private static Reaction refused(String said, String why) {
        return new Reaction(Status.INVALID_ACCESS, null, said + ": " + Status.INVALID_ACCESS.words + ", " + why);
    }

    private Reaction trigger() {
        MachineCheckRecord raised = prepared;
        prepared = null;
        return raised == null
                ? new Reaction(null, null, "EINJ: triggered, but nothing is prepared")
                : new Reaction(null, raised, raised.inWords());
    }
}
