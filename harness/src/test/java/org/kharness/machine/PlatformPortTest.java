/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.kharness.failure.SurroundingsException;
import org.kharness.platform.MachineCheckRecord;

/** How registers are read from QEMU's monitor, and machine checks are raised through it. */
class PlatformPortTest {
    @Test
    void readsADump() {
        String dump = "0000000010000100: 0x0000000000000010 0x0000000000000002\r\n"
                + "0000000010000110: 0x0000000100e1a000 0xfffffffffffff000\r\n";
        assertThat(PlatformPort.quads(dump)).containsExactly(0x10, 2, 0x1_00e1_a000L, -4096);
    }

    @Test
    void saysWhatQemuSaidInsteadOfADump() {
        assertThatThrownBy(() -> PlatformPort.quads("Cannot access memory\r\n"))
                .isInstanceOf(SurroundingsException.class)
                .hasMessageContaining("Cannot access memory");
    }

    @Test
    void raisesOnEveryCpu() {
        assertThat(PlatformPort.command(MachineCheckRecord.actionOptional(0x1_0410_0000L, 12)))
                .isEqualTo("mce -b 0 9 0xbd000000000000c0 0x5 0x104100000 0x8c");
    }
}
