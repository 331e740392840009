/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.topology;

import java.util.List;

/**
 * Persistent memory that the kernel's tools/testing/nvdimm emulates: a bus with regions of 32 and 64 MiB whose firmware takes
 * injected errors and finds them in a scrub. One namespace is made on it, and what it is called lies in files of the guest.
 */
public final class NfitTest {
    /** The bus, as ndctl knows it. */
    public static final String BUS = "nfit_test.0";

    /** A file of the guest that holds the namespace's name. */
    public static final String NAME_FILE = "/run/nfit/dev";

    /** The shell's word for the namespace, as ndctl takes it. */
    public static final String NAMESPACE = "$(cat " + NAME_FILE + ")";

    /** The shell's word for the bad blocks of the namespace's region, "SECTOR COUNT SECTOR COUNT". */
    public static final String BAD_BLOCKS = "$(cat /sys/bus/nd/devices/$(cat /run/nfit/region)/badblocks)";

    /** The namespace's disk. */
    public static final String DISK = "/dev/nfit0";

    /** Where a kernel's modules of that folder lie in the guest. */
    private static final String MODULES = "/lib/modules/tools/testing/nvdimm/";

    /** In the order in which one needs another. */
    private static final List<String> ORDER = List.of(
            "test/nfit_test_iomap",
            "libnvdimm",
            "nfit",
            "nd_btt",
            "nd_pmem",
            "device_dax",
            "dax_pmem",
            "test/nfit_test");

    /** The larger of the bus's regions, interleaved over all of its NVDIMMs. */
    private static final long REGION_BYTES = 64L << 20;

    private NfitTest() {}

    /**
     * Shell commands that load the modules and make the regions free, whatever the topology. When they are done no scrub is under
     * way: what a scenario finds is found by what it does.
     */
    static List<String> shared() {
        return List.of(
                // Each prints nothing; the shell's status is the first that fails
                "for m in " + String.join(" ", ORDER) + "; do busybox insmod " + MODULES
                        + "$m.ko || { echo $m.ko; exit 1; }; done",
                // As it comes the regions are taken by namespaces without labels
                "for what in disable-region \"init-labels -f\" enable-region; do ndctl $what -b " + BUS
                        + " all || exit 1; done",
                "mkdir -p /run/nfit && ndctl list -b " + BUS + " -R | awk -F'\"' '/\"dev\"/ {d = $4} /\"size\":"
                        + REGION_BYTES + "/ {print d; exit}' > /run/nfit/region && [ -s /run/nfit/region ]",
                "ndctl wait-scrub " + BUS + " > /run/nfit/scrub");
    }

    /** Shell commands that make the namespace: the topology's first, or a raw one. */
    static List<String> namespace(Topology topology) {
        Topology.Namespace namespace = topology.namespaces().isEmpty()
                ? new Topology.Namespace(Topology.Mode.RAW, null, null)
                : topology.namespaces().get(0);
        String size = namespace.size() == null ? "" : " -s " + namespace.size().count();
        return List.of(
                "ndctl create-namespace -r $(cat /run/nfit/region) -t pmem" + SetupCommands.mode(namespace, "4K") + size
                        + " > /run/nfit/made",
                "cd /run/nfit && for k in dev size blockdev chardev; do sed -n \"s/.*\\\"$k\\\": *\\\"\\{0,1\\}\\([^\\\",]*\\).*/\\1/p\" made"
                        + " | head -n 1 > $k; done; [ -s dev ] && { ! [ -s blockdev ] || ln -s /dev/$(cat blockdev) "
                        + DISK
                        + "; }");
    }
}
