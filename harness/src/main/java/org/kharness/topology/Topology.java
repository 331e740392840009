/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.topology;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kharness.value.Bytes;

/**
 * What a machine is made ready with before scenarios run on it. Scenarios of equal topologies run on copies of one ready
 * machine, so what every scenario needs belongs here and not into steps.
 *
 * @param platform whose persistent memory it is; null for the machine's NVDIMM
 * @param namespaces the persistent memory, cut into namespaces; the first becomes pmem0 (or dax0.0), the next pmem0.1
 * @param filesystem what is made on it and mounted; null for none
 * @param setup shell commands run at the end
 */
public record Topology(
        @JsonPropertyDescription(
                "Whose persistent memory: nvdimm, the machine's, if not given; nfit-test, what the kernel's tools/testing/nvdimm"
                        + " emulates, in the variant nfit-test; cxl, that of a CXL device, in the variant cxl and with QEMU 8.1 or newer.")
        @Nullable
        Platform platform,

        @JsonPropertyDescription(
                "The persistent memory, cut into namespaces: the first is pmem0 or dax0.0, the next pmem0.1.")
        List<Namespace> namespaces,

        @JsonPropertyDescription("A file system and where it is mounted.") @Nullable
        FileSystem filesystem,

        @JsonPropertyDescription("Shell commands run at the end.")
        List<String> setup) {
    /** Names that every plan may use. */
    public static final Map<String, Topology> BUILT_IN = Map.of(
            "xfs",
            new Topology(
                    null,
                    List.of(new Namespace(Mode.FSDAX, null, null)),
                    new FileSystem(FileSystem.Type.XFS, null, null, null, null),
                    List.of()),
            "devdax",
            new Topology(null, List.of(new Namespace(Mode.DEVDAX, null, null)), null, List.of()),
            "bare",
            new Topology(null, List.of(), null, List.of()),
            "nfit-test",
            new Topology(Platform.NFIT_TEST, List.of(), null, List.of()),
            "cxl",
            new Topology(
                    Platform.CXL,
                    List.of(new Namespace(Mode.FSDAX, null, null)),
                    new FileSystem(FileSystem.Type.XFS, null, null, null, null),
                    List.of()));

    public Topology {
        namespaces = namespaces == null ? List.of() : List.copyOf(namespaces);
        setup = setup == null ? List.of() : List.copyOf(setup);
    }

    /** Where its file system is mounted; where a set-up of its own mounts one, by custom at the same place. */
    public String mountPoint() {
        return filesystem == null ? "/mnt" : filesystem.mountPoint();
    }

    /**
     * Parts of a kernel without which there is nothing to make ready, by their symbols. Of device-dax (drivers/dax/Kconfig),
     * which a kernel without huge pages cannot have; one without FS_DAX mounts a namespace all the same.
     */
    public List<String> symbols() {
        return namespaces.stream().anyMatch(n -> n.mode() == Mode.DEVDAX)
                ? List.of("CONFIG_DEV_DAX", "CONFIG_DEV_DAX_PMEM")
                : List.of();
    }

    /** Where persistent memory comes from. */
    public enum Platform {
        /** The machine's own. */
        @JsonProperty("nvdimm")
        NVDIMM,
        /** Emulated by modules of the kernel under test (tools/testing/nvdimm), which can be told to have errors. */
        @JsonProperty("nfit-test")
        NFIT_TEST,
        /** A CXL type 3 device's, in the place of the machine's own. */
        @JsonProperty("cxl")
        CXL
    }

    /** Where its persistent memory comes from, said or not. */
    public Platform source() {
        return platform == null ? Platform.NVDIMM : platform;
    }

    /** How a namespace is used: the modes of ndctl-create-namespace(1). */
    public enum Mode {
        @JsonProperty("fsdax")
        FSDAX,
        @JsonProperty("devdax")
        DEVDAX,
        @JsonProperty("raw")
        RAW,
        /** Through a block translation table, so that a sector is written whole or not at all. */
        @JsonProperty("sector")
        SECTOR;

        /** Whether struct pages are made for it, whose mapping is aligned. */
        boolean isMapped() {
            return this == FSDAX || this == DEVDAX;
        }

        /** The name that ndctl knows. */
        public String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * One namespace.
     *
     * @param size null: all that is left
     * @param align of the mapping: 4K or 2M; null for 2M where the kernel has huge pages
     */
    public record Namespace(
            @JsonPropertyDescription("ndctl-create-namespace(1).") @JsonProperty(required = true)
            Mode mode,

            @JsonPropertyDescription("All that is left if not given.") @Nullable
            Bytes size,

            @JsonPropertyDescription("4K or 2M; 2M if not given.") @Nullable
            Bytes align) {}

    /**
     * A file system and where it is mounted.
     *
     * @param mkfs options; null for XFS: reflink and reverse mapping where the kernel allows both with DAX, else reverse
     *     mapping alone
     * @param mount mount options; null for dax=always
     * @param disk the device; null for /dev/pmem0
     * @param at the mount point; null for /mnt
     */
    public record FileSystem(
            @JsonPropertyDescription("Its type.") @JsonProperty(required = true)
            Type type,

            @JsonPropertyDescription(
                    "Options of mkfs; if not given, XFS with reflink and reverse mapping where the kernel allows both with DAX.")
            @Nullable
            String mkfs,

            @JsonPropertyDescription("Mount options; dax=always if not given.") @Nullable
            String mount,

            @JsonPropertyDescription("The device; /dev/pmem0 if not given.") @Nullable
            String disk,

            @JsonPropertyDescription("The mount point; /mnt if not given.") @Nullable
            String at) {
        /** The file systems the guest has tools for. */
        public enum Type {
            @JsonProperty("xfs")
            XFS,
            @JsonProperty("ext4")
            EXT4
        }

        /** Where its data lies. */
        public String device() {
            return disk == null ? "/dev/pmem0" : disk;
        }

        /** Where it is mounted. */
        public String mountPoint() {
            return at == null ? "/mnt" : at;
        }

        /** A shell command that mounts it. */
        public String mountCommand() {
            String options = mount == null ? "dax=always" : mount;
            return "mount -t " + typeName() + (options.isEmpty() ? "" : " -o " + options) + " " + device() + " "
                    + mountPoint();
        }

        /** A shell command that makes it. */
        public String mkfsCommand(String options) {
            // With its path: the guest's shell prefers a mke2fs of its own that makes no ext4.
            String program = type == Type.XFS ? "mkfs.xfs -q -f " : "/bin/mke2fs -t ext4 -q -F ";
            return program + options + " " + device();
        }

        private String typeName() {
            return type.name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
