/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.poison;

import java.util.Optional;

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
    public Optional<String> monitorCommand(long physical) {
        return Optional.of("mce -b 0 9 0xbd000000000000c0 0x5 0x" + Long.toHexString(physical) + " 0x8c");
    }
}
