/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.poison;

import java.util.Optional;
import org.kharness.platform.MachineCheckRecord;

/** A real machine check exception, raised by QEMU on every virtual CPU: an uncorrected error found by memory scrubbing. */
final class MachineCheck implements PoisonMethod {
    @Override
    public String id() {
        return "machine-check";
    }

    @Override
    public boolean addsBadblock() {
        return true;
    }

    @Override
    public Optional<MachineCheckRecord> machineCheck(long physical) {
        return Optional.of(MachineCheckRecord.actionOptional(physical, MachineCheckRecord.PAGE_BIT));
    }
}
