/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.topology;

import java.util.ArrayList;
import java.util.List;

/**
 * Persistent memory of a CXL device: the region is made through the files that Documentation/ABI/testing/sysfs-bus-cxl describes,
 * since Debian 12 has no cxl(1); then it is like any other.
 */
final class CxlMemory {
    private static final String DEVICES = "/sys/bus/cxl/devices";

    private CxlMemory() {}

    /** Shell commands that make a region of the whole device, and the topology's namespaces in it. */
    static List<String> commands(Topology topology) {
        List<String> commands = new ArrayList<>();
        commands.add("cd " + DEVICES + " && e=$(ls -d endpoint*/decoder*.0) && e=${e##*/} && s=$(cat mem0/pmem/size)"
                + " && r=$(cat decoder0.0/create_pmem_region) && echo $r > decoder0.0/create_pmem_region"
                + " && echo 256 > $r/interleave_granularity && echo 1 > $r/interleave_ways"
                + " && cat /proc/sys/kernel/random/uuid > $r/uuid && echo $s > $r/size"
                + " && echo pmem > $e/mode && echo $s > $e/dpa_size && echo $e > $r/target0 && echo 1 > $r/commit"
                + " && echo $r > /sys/bus/cxl/drivers/cxl_region/bind");
        commands.add("i=0; while ! [ -e /sys/bus/nd/devices/region0/size ]; do [ $i -lt 50 ] || exit 1; sleep 0.1;"
                + " i=$((i + 1)); done");
        commands.add("ndctl disable-region region0 && ndctl init-labels -f nmem0 && ndctl enable-region region0");
        for (Topology.Namespace n : topology.namespaces()) {
            // What the kernel notes of each page lies in plain memory: every access to the device's is a call of the
            // emulator's
            String map = n.mode().isMapped() ? " -M mem" : "";
            commands.add(SetupCommands.namespace(n, true) + map);
        }
        return commands;
    }
}
