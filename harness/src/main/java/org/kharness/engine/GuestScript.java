/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.kharness.plan.Bytes;
import org.kharness.plan.Expectation;
import org.kharness.plan.Scenario;
import org.kharness.plan.Step;
import org.kharness.plan.Topology;
import org.kharness.poison.PoisonMethods;
import org.kharness.verdict.StepIds;

/** Translates plans into what the guest agent understands. */
final class GuestScript {
    private static final int HANDLED_LIMIT = 10;
    private static final int BADBLOCK_LIMIT = 5;
    private static final int SETUP_LIMIT = 60;
    private static final int PAGE = 4096;

    private GuestScript() {}

    /** Makes a booted machine ready for scenarios of this topology; every command must succeed. */
    static List<GuestCommand> setup(Topology topology) {
        List<GuestCommand> commands = new ArrayList<>();
        boolean labelled = topology.namespaces().stream().anyMatch(n -> n.size() != null);
        if (labelled) {
            addSetup(
                    commands,
                    "ndctl disable-region region0 && ndctl init-labels -f nmem0 && ndctl enable-region region0");
        }
        for (Topology.Namespace n : topology.namespaces()) {
            if (n.mode() != Topology.Mode.RAW || n.size() != null) {
                addSetup(commands, namespace(n, labelled));
            }
        }
        Topology.FileSystem fs = topology.filesystem();
        if (fs != null && fs.mkfs() == null && fs.type() == Topology.FileSystem.Type.XFS) {
            addXfs(commands, fs);
        } else if (fs != null) {
            String options = fs.mkfs() == null ? "" : fs.mkfs();
            addSetup(
                    commands, fs.mkfsCommand(options) + " && mkdir -p " + fs.mountPoint() + " && " + fs.mountCommand());
        }
        topology.setup().forEach(command -> addSetup(commands, command));
        return commands;
    }

    /** An NVDIMM without labels comes with one namespace, which is taken over; only one with labels can be cut. */
    private static String namespace(Topology.Namespace n, boolean labelled) {
        return "ndctl create-namespace -f" + (!labelled ? " -e namespace0.0" : " -r region0")
                + " -m " + n.mode().id()
                + (n.mode() == Topology.Mode.RAW
                        ? ""
                        : " -a " + (n.align() == null ? "2M" : n.align().count()))
                + (n.size() == null ? "" : " -s " + n.size().count());
    }

    /** Kernels that refuse reflink with DAX get a file system without it, and the ability says so. */
    private static void addXfs(List<GuestCommand> commands, Topology.FileSystem fs) {
        String mount = "mkdir -p " + fs.mountPoint() + " && " + fs.mountCommand();
        commands.add(GuestCommand.of("setup" + (commands.size() + 1), "ability")
                .with("name", "reflink")
                .with("limit", SETUP_LIMIT)
                .with(
                        "cmd",
                        fs.mkfsCommand("-m reflink=1,rmapbt=1") + " && " + mount
                                + " || { dmesg | grep -i reflink | tail -n 1; false; }")
                .build());
        addSetup(
                commands,
                "grep -q ' " + fs.mountPoint() + " ' /proc/mounts || { " + fs.mkfsCommand("-m reflink=0,rmapbt=1")
                        + " && " + mount + "; }");
    }

    private static void addSetup(List<GuestCommand> commands, String command) {
        commands.add(GuestCommand.of("setup" + (commands.size() + 1), "run")
                .with("limit", SETUP_LIMIT)
                .with("cmd", command)
                .build());
    }

    /** A scenario's commands, from its begin to its end. */
    static List<GuestCommand> of(Scenario scenario) {
        List<GuestCommand> commands = new ArrayList<>();
        scenario.allNeeds().forEach(need -> addProbe(commands, need));
        commands.add(GuestCommand.of("begin", "begin")
                .with("scenario", scenario.id())
                .build());
        commands.add(GuestCommand.of("before", "state").build());
        for (int i = 0; i < scenario.steps().size(); i++) {
            add(commands, StepIds.of(i), scenario.steps().get(i), scenario);
        }
        commands.add(GuestCommand.of("settle", "settle").build());
        for (Expectation e : scenario.expect()) {
            addEvidence(commands, e);
        }
        commands.add(GuestCommand.of("after", "state").build());
        commands.add(GuestCommand.of("end", "end").build());
        return commands;
    }

    /** Where the scenario begins: what is before looks for what it needs. */
    static int beginIndex(List<GuestCommand> commands) {
        int index = 0;
        while (!commands.get(index).id().equals("begin")) {
            index++;
        }
        return index;
    }

    /** An ability that the topology did not find by itself is looked for just before the scenario begins. */
    private static void addProbe(List<GuestCommand> commands, String need) {
        GuestCommand.Builder probe =
                GuestCommand.of("need" + (commands.size() + 1), "ability").with("name", need);
        if (need.startsWith("CONFIG_")) {
            String check = "zcat /proc/config.gz | grep -q '^" + need + "=y' || { echo not in the kernel; false; }";
            commands.add(probe.with("cmd", check).build());
        } else if (need.startsWith("program:") || need.startsWith("path:")) {
            commands.add(probe.build());
        }
    }

    /** What can only be seen by looking, after the last step. */
    private static void addEvidence(List<GuestCommand> commands, Expectation expectation) {
        if (expectation instanceof Expectation.Content e) {
            commands.add(GuestCommand.of("look" + (commands.size() + 1), "content")
                    .with("path", e.file())
                    .with("at", e.at() == null ? 0 : e.at().count())
                    .with("length", e.length() == null ? PAGE : e.length().count())
                    .build());
        } else if (expectation instanceof Expectation.Mount e) {
            commands.add(GuestCommand.of("look" + (commands.size() + 1), "mount-state")
                    .with("path", e.path())
                    .build());
        }
    }

    private static void add(List<GuestCommand> commands, String id, Step step, Scenario scenario) {
        if (step instanceof Step.Touch s) {
            for (int i = 0; i < Math.max(1, s.count()); i++) {
                commands.add(touch(id, s, (long) i * PAGE));
            }
        } else if (step instanceof Step.Poison s) {
            for (int i = 0; i < Math.max(1, s.count()); i++) {
                addPoison(commands, id, s, (long) i * PAGE, scenario);
            }
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
        } else if (step instanceof Step.Wait s) {
            commands.add(GuestCommand.of(id, "wait")
                    .with("text", s.console())
                    .with("limit", s.limit() == 0 ? null : s.limit())
                    .build());
        } else if (step instanceof Step.Pause s) {
            commands.add(
                    GuestCommand.of(id, "sleep").with("ms", s.milliseconds()).build());
        } else if (step instanceof Step.Run || step instanceof Step.MakeFileSystem) {
            commands.add(shellCommand(id, step));
        } else {
            commands.add(actorCommand(id, step));
        }
    }

    private static GuestCommand shellCommand(String id, Step step) {
        if (step instanceof Step.MakeFileSystem s) {
            Topology.FileSystem fs = s.fileSystem();
            return GuestCommand.of(id, "run")
                    .with("limit", SETUP_LIMIT)
                    .with(
                            "cmd",
                            "{ ! grep -q ' " + fs.mountPoint() + " ' /proc/mounts || umount " + fs.mountPoint()
                                    + "; } && " + fs.mkfsCommand(s.mkfs()) + " && mkdir -p " + fs.mountPoint() + " && "
                                    + fs.mountCommand())
                    .build();
        }
        Step.Run s = (Step.Run) step;
        return GuestCommand.of(id, s.background() ? "background" : "run")
                .with("limit", s.limit() == 0 ? null : s.limit())
                .with("cmd", s.command())
                .build();
    }

    /** Poisons, waits for the kernel to say what it did, and lets every process handle what it was sent. */
    private static void addPoison(
            List<GuestCommand> commands, String id, Step.Poison s, long further, Scenario scenario) {
        commands.add(GuestCommand.of(id, "poison")
                .with("way", scenario.via())
                .with("process", s.process())
                .with("map", s.map())
                .with("file", s.file())
                .with("disk", s.disk())
                .with("at", further(s.at(), further))
                .with("at_from", s.atFrom())
                .build());
        String until = s.until() == null
                ? PoisonMethods.named(scenario.via())
                        .orElseThrow()
                        .handledLine()
                        .orElse("")
                : s.until();
        if (!until.isEmpty()) {
            commands.add(GuestCommand.of(id + "w", "wait")
                    .with("text", until)
                    .with("limit", HANDLED_LIMIT)
                    .build());
        }
        if (PoisonMethods.named(scenario.via()).orElseThrow().addsBadblock()) {
            commands.add(GuestCommand.of(id + "b", "await-badblock")
                    .with("limit", BADBLOCK_LIMIT)
                    .build());
        }
        commands.add(GuestCommand.of(id + "s", "settle").build());
    }

    private static GuestCommand touch(String id, Step.Touch s, long further) {
        return GuestCommand.of(id, "to", s.process(), "touch")
                .with("map", s.map())
                .with("at", further(s.at(), further))
                .with("access", lower(s.access()))
                .with("thread", Boolean.TRUE.equals(s.thread()) ? 1 : null)
                .build();
    }

    private static @Nullable Long further(@Nullable Bytes at, long further) {
        return at == null && further == 0 ? null : Long.valueOf((at == null ? 0 : at.count()) + further);
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
