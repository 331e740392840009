/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.topology;

import java.util.ArrayList;
import java.util.List;
import org.kharness.agent.GuestCommand;

/** What the guest agent is told to make a booted machine what a topology says. */
public final class SetupCommands {
    private static final int SETUP_LIMIT = 60;

    /** A kernel without huge pages aligns no namespace to them (nd_pfn_supported_alignments() in drivers/nvdimm/pfn_devs.c). */
    private static final String USUAL_ALIGN = "$(test -d /sys/kernel/mm/transparent_hugepage && echo 2M || echo 4K)";

    private SetupCommands() {}

    /** Makes a booted machine ready for scenarios of this topology; every command must succeed. */
    public static List<GuestCommand> of(Topology topology) {
        List<GuestCommand> commands = new ArrayList<>(shared(topology));
        commands.addAll(own(topology));
        return List.copyOf(commands);
    }

    /** The first part of {@link #of}, which is the same for many topologies and takes long; may be empty. */
    public static List<GuestCommand> shared(Topology topology) {
        List<GuestCommand> commands = new ArrayList<>();
        if (topology.platform() == Topology.Platform.NFIT_TEST) {
            NfitTest.shared().forEach(command -> add(commands, "setup-all", command));
        }
        return List.copyOf(commands);
    }

    /** The second part of {@link #of}: what a topology has for itself. */
    public static List<GuestCommand> own(Topology topology) {
        List<GuestCommand> commands = new ArrayList<>();
        Topology.Platform platform = topology.platform();
        if (platform == Topology.Platform.NFIT_TEST) {
            NfitTest.namespace(topology).forEach(command -> addSetup(commands, command));
        } else if (platform == Topology.Platform.CXL) {
            CxlMemory.commands(topology).forEach(command -> addSetup(commands, command));
        } else {
            addNamespaces(commands, topology);
        }
        addFileSystem(commands, topology);
        topology.setup().forEach(command -> addSetup(commands, command));
        return List.copyOf(commands);
    }

    private static void addNamespaces(List<GuestCommand> commands, Topology topology) {
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
    }

    private static void addFileSystem(List<GuestCommand> commands, Topology topology) {
        Topology.FileSystem fs = topology.filesystem();
        if (fs != null && fs.mkfs() == null && fs.type() == Topology.FileSystem.Type.XFS) {
            addXfs(commands, fs);
        } else if (fs != null) {
            String options = fs.mkfs() == null ? "" : fs.mkfs();
            addSetup(
                    commands, fs.mkfsCommand(options) + " && mkdir -p " + fs.mountPoint() + " && " + fs.mountCommand());
        }
    }

    /** An NVDIMM without labels comes with one namespace, which is taken over; only one with labels can be cut. */
    static String namespace(Topology.Namespace n, boolean labelled) {
        return "ndctl create-namespace -f" + (!labelled ? " -e namespace0.0" : " -r region0")
                + mode(n, USUAL_ALIGN)
                + (n.size() == null ? "" : " -s " + n.size().count());
    }

    /** Options of ndctl-create-namespace(1) for a namespace's mode. */
    static String mode(Topology.Namespace n, String align) {
        String mapped = n.mode().isMapped()
                ? " -a " + (n.align() == null ? align : String.valueOf(n.align().count()))
                : "";
        return " -m " + n.mode().id() + mapped;
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
        add(commands, "setup", command);
    }

    private static void add(List<GuestCommand> commands, String what, String command) {
        commands.add(GuestCommand.of(what + (commands.size() + 1), "run")
                .with("limit", SETUP_LIMIT)
                .with("cmd", command)
                .build());
    }
}
