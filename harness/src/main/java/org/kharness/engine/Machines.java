/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.engine;

import org.kharness.machine.MachineSpec;
import org.kharness.plan.Scenario;
import org.kharness.topology.Topology;

/** Which machine a topology or a scenario wants. */
final class Machines {
    private Machines() {}

    static MachineSpec of(MachineSpec usual, Topology topology) {
        return topology.source() == Topology.Platform.CXL ? usual.withCxl() : usual;
    }

    static MachineSpec of(MachineSpec usual, Scenario scenario) {
        MachineSpec spec = of(usual, scenario.topology());
        return scenario.race() ? spec.withParallelCpus() : spec;
    }

    /** QEMU saves no state of a CXL device (hw/mem/cxl_type3.c has none): in a copy its regions would be gone. */
    static boolean canBeSaved(Topology topology) {
        return topology.source() != Topology.Platform.CXL;
    }
}
