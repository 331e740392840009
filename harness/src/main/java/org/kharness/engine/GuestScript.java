/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.kharness.plan.Bytes;
import org.kharness.plan.Scenario;
import org.kharness.plan.Step;
import org.kharness.plan.Topology;
import org.kharness.verdict.StepIds;

/** Translates plans into what the guest agent understands. */
final class GuestScript {
    /** What mm/memory-failure.c prints last for every page it handled, in every release since 2.6.32. */
    private static final String HANDLED = "recovery action for";

    private static final int HANDLED_LIMIT = 10;

    private GuestScript() {}

    /** Makes a fresh machine ready for scenarios of this topology. */
    static List<GuestCommand> setup(Topology topology) {
        return switch (topology) {
            case XFS ->
                List.of(
                        run("setup1", "ndctl create-namespace -f -e namespace0.0 -m fsdax -a 2M"),
                        ability(
                                "setup2",
                                "reflink",
                                "mkfs.xfs -q -f -m reflink=1,rmapbt=1 /dev/pmem0 && mount -o dax=always /dev/pmem0 /mnt"
                                        + " || { dmesg | grep -i reflink | tail -n 1; false; }"),
                        // Kernels that refuse reflink with DAX get a file system without it.
                        run(
                                "setup3",
                                "grep -q ' /mnt ' /proc/mounts"
                                        + " || { mkfs.xfs -q -f -m reflink=0,rmapbt=1 /dev/pmem0"
                                        + " && mount -o dax=always /dev/pmem0 /mnt; }"));
            case DEVDAX ->
                List.of(
                        run("setup1", "ndctl create-namespace -f -e namespace0.0 -m devdax -a 2M"),
                        run("setup2", "test -c /dev/dax0.0"));
        };
    }

    private static GuestCommand run(String id, String command) {
        return GuestCommand.of(id, "run").with("limit", 60).with("cmd", command).build();
    }

    private static GuestCommand ability(String id, String name, String check) {
        return GuestCommand.of(id, "ability")
                .with("name", name)
                .with("limit", 60)
                .with("cmd", check)
                .build();
    }

    /** A scenario's commands, from its begin to its end. */
    static List<GuestCommand> of(Scenario scenario) {
        List<GuestCommand> commands = new ArrayList<>();
        commands.add(GuestCommand.of("begin", "begin")
                .with("scenario", scenario.id())
                .build());
        commands.add(GuestCommand.of("before", "state").build());
        for (int i = 0; i < scenario.steps().size(); i++) {
            add(commands, StepIds.of(i), scenario.steps().get(i), scenario);
        }
        commands.add(GuestCommand.of("settle", "settle").build());
        commands.add(GuestCommand.of("after", "state").build());
        commands.add(GuestCommand.of("end", "end").build());
        return commands;
    }

    private static void add(List<GuestCommand> commands, String id, Step step, Scenario scenario) {
        if (step instanceof Step.Poison s) {
            addPoison(commands, id, s, scenario);
        } else if (step instanceof Step.File s) {
            commands.add(GuestCommand.of(id, "file")
                    .with("path", s.path())
                    .with("size", s.size().count())
                    .with("byte", s.fill() == 0 ? null : s.fill())
                    .build());
        } else if (step instanceof Step.Reflink s) {
            commands.add(GuestCommand.of(id, "reflink")
                    .with("from", s.from())
                    .with("to", s.to())
                    .with("from_at", count(s.fromAt()))
                    .with("to_at", count(s.toAt()))
                    .with("length", count(s.length()))
                    .build());
        } else if (step instanceof Step.Call s) {
            commands.add(GuestCommand.of(id, "call")
                    .with("what", s.what().name().toLowerCase(Locale.ROOT))
                    .with("path", s.path())
                    .build());
        } else if (step instanceof Step.Run s) {
            commands.add(GuestCommand.of(id, "run")
                    .with("limit", s.limit() == 0 ? null : s.limit())
                    .with("cmd", s.command())
                    .build());
        } else if (step instanceof Step.Wait s) {
            commands.add(GuestCommand.of(id, "wait")
                    .with("text", s.console())
                    .with("limit", s.limit() == 0 ? null : s.limit())
                    .build());
        } else {
            commands.add(actorCommand(id, step));
        }
    }

    /** Poisons, waits for the kernel to say what it did, and lets every process handle what it was sent. */
    private static void addPoison(List<GuestCommand> commands, String id, Step.Poison s, Scenario scenario) {
        commands.add(GuestCommand.of(id, "poison")
                .with("way", scenario.via())
                .with("process", s.process())
                .with("map", s.map())
                .with("disk", s.disk())
                .with("at", count(s.at()))
                .build());
        commands.add(GuestCommand.of(id + "w", "wait")
                .with("text", HANDLED)
                .with("limit", HANDLED_LIMIT)
                .build());
        commands.add(GuestCommand.of(id + "s", "settle").build());
    }

    private static GuestCommand actorCommand(String id, Step step) {
        if (step instanceof Step.Actor s) {
            return GuestCommand.of(id, "process")
                    .with("name", s.name())
                    .with("kill", lower(s.kill()))
                    .with("handler", Boolean.FALSE.equals(s.handler()) ? "no" : null)
                    .build();
        } else if (step instanceof Step.Map s) {
            return GuestCommand.of(id, "to", s.process(), "map")
                    .with("path", s.file())
                    .with("as", s.as())
                    .with("offset", count(s.offset()))
                    .with("length", s.length().count())
                    .with("type", lower(s.sharing()))
                    .with("access", s.access() == Step.Access.READ ? "r" : null)
                    .build();
        } else if (step instanceof Step.Unmap s) {
            return GuestCommand.of(id, "to", s.process(), "unmap")
                    .with("map", s.map())
                    .build();
        } else if (step instanceof Step.Touch s) {
            return GuestCommand.of(id, "to", s.process(), "touch")
                    .with("map", s.map())
                    .with("at", count(s.at()))
                    .with("access", lower(s.access()))
                    .with("thread", Boolean.TRUE.equals(s.thread()) ? 1 : null)
                    .build();
        } else if (step instanceof Step.Transfer s) {
            return GuestCommand.of(
                            id,
                            "to",
                            s.process(),
                            lower(s.access()) == null
                                    ? "read"
                                    : s.access().name().toLowerCase(Locale.ROOT))
                    .with("path", s.file())
                    .with("at", count(s.at()))
                    .with("length", count(s.length()))
                    .with("direct", Boolean.TRUE.equals(s.direct()) ? 1 : null)
                    .build();
        }
        throw new IllegalStateException("no command for " + step);
    }

    private static @Nullable Long count(@Nullable Bytes bytes) {
        return bytes == null ? null : bytes.count();
    }

    private static @Nullable String lower(@Nullable Enum<?> value) {
        return value == null ? null : value.name().toLowerCase(Locale.ROOT);
    }
}
