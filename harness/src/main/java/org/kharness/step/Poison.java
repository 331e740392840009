/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.step;

import static org.kharness.evidence.ScenarioLog.text;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kharness.agent.GuestCommand;
import org.kharness.console.GuestEvent;
import org.kharness.poison.PoisonMethod;
import org.kharness.value.Bytes;

/**
 * Poisons a page: at a place in a process's mapping, at a byte of a file, or at a byte of a pmem disk. Waits until the
 * kernel says what it did and every process has handled its signals.
 */
@JsonTypeName("poison")
@JsonClassDescription(
        "Poisons a page, waits for the kernel to deal with it, and lets every process handle its signals. One of process, file and disk.")
public record Poison(
        @JsonPropertyDescription("The process whose mapping holds the page.") @Nullable
        String process,

        @JsonPropertyDescription("The mapping; m if not given.") @Nullable
        String map,

        @JsonPropertyDescription("The file that holds the page.") @Nullable
        String file,

        @JsonPropertyDescription("The pmem disk that holds the page, such as pmem0.") @Nullable
        String disk,

        @JsonPropertyDescription("Offset in the mapping, file or disk.") @Nullable
        Bytes at,

        @JsonPropertyDescription("A file in the guest that holds the offset in the disk.") @Nullable
        String atFrom,

        @JsonPropertyDescription("madvise(2) is called by a thread other than the main one.")
        boolean thread,

        @JsonPropertyDescription("So many pages in a row.") int count,

        @JsonPropertyDescription(
                "Which bits of the address count, for the ways through einj; if not given, those of a page.")
        @Nullable
        String mask,

        @JsonPropertyDescription("What the kernel prints when it is done; empty: do not wait.") @Nullable
        String until,

        @JsonPropertyDescription("A name: the step may fail, and expectations speak of its result under this name.")
        @Nullable
        String as)
        implements Step {
    private static final int HANDLED_LIMIT = 10;
    private static final int BADBLOCK_LIMIT = 5;

    /** Poisons, waits for the kernel to say what it did, and lets every process handle what it was sent. */
    @Override
    public List<GuestCommand> commands(String id, PoisonMethod way) {
        List<GuestCommand> commands = new ArrayList<>();
        for (int i = 0; i < Math.max(1, count); i++) {
            addPage(commands, id, way, i);
        }
        return commands;
    }

    private void addPage(List<GuestCommand> commands, String id, PoisonMethod way, int number) {
        commands.add(GuestCommand.of(id, "poison")
                .with("way", way.id())
                .with("process", process)
                .with("map", map)
                .with("file", file)
                .with("disk", disk)
                .with("at", Bytes.further(at, number))
                .with("at_from", atFrom)
                .with("thread", thread ? 1 : null)
                .with("mask", mask)
                .build());
        String line = until == null ? way.handledLine().orElse("") : until;
        if (!line.isEmpty()) {
            commands.add(GuestCommand.of(id + "w", "wait")
                    .with("text", line)
                    .with("limit", HANDLED_LIMIT)
                    .build());
        }
        if (way.addsBadblock()) {
            commands.add(GuestCommand.of(id + "b", "await-badblock")
                    .with("limit", BADBLOCK_LIMIT)
                    .build());
        }
        commands.add(GuestCommand.of(id + "s", "settle").build());
    }

    /**
     * The kernel may refuse an error; a machine that does not raise it, or a page that was not found, leave nothing to
     * judge. The event "poison" names the page, "ask" wants an error from outside, to which only the harness answers.
     */
    @Override
    public void check(GuestEvent done, StepLog log) {
        if (!failed(done)) {
            return;
        }
        if (log.saw(done, "ask")) {
            log.findings()
                    .error(
                            log.name() + " was refused by the machine, not by the kernel: " + text(done, "errno"),
                            List.of(done.line()));
        } else if (!log.saw(done, "poison")) {
            log.findings().error(log.name() + " found no page to poison: " + text(done, "errno"), List.of(done.line()));
        }
    }

    @Override
    public Optional<String> problem(PoisonMethod way) {
        long targets = Stream.of(process, file, disk).filter(t -> t != null).count();
        if (targets != 1) {
            return Optional.of("poison needs one of process, file and disk");
        }
        if (!way.reachesPages()) {
            return Optional.of("via " + way.id() + " has a step of its own, inject-error");
        }
        if (process == null && !way.reachesMetadata()) {
            return Optional.of("via " + way.id() + " reaches only what a process maps");
        }
        if (mask != null && !way.takesMask()) {
            return Optional.of("mask goes with the ways through einj");
        }
        if (mask != null && !mask.matches("0x[0-9a-f]{1,16}")) {
            return Optional.of("mask is no hexadecimal number such as 0xfffffffffffff000");
        }
        return atFrom != null && (at != null || disk == null)
                ? Optional.of("at-from goes with disk, and not with at")
                : Optional.empty();
    }

    @Override
    public Optional<String> label() {
        return Optional.ofNullable(as);
    }

    @Override
    public Optional<String> user() {
        return Optional.ofNullable(process);
    }
}
