/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The bytes of the tables, as drivers/acpi/apei/einj.c checks and reads them. */
class EinjTableTest {
    private static final int COMMON_HEADER = 36;

    @Test
    void headerCountsTheEntries() {
        ByteBuffer table = ByteBuffer.wrap(EinjTable.body()).order(ByteOrder.LITTLE_ENDIAN);
        // einj_check_table(): the length without the common header, and as many entries as fit
        assertThat(table.getInt(0)).isEqualTo(48 - COMMON_HEADER);
        assertThat(table.getInt(8)).isEqualTo((table.capacity() - 12) / EinjEntry.SIZE);
    }

    @Test
    void entryIsLaidOutAsSpecified() {
        byte[] entry = entry(EinjTable.body(), 12, EinjAction.EXECUTE_OPERATION);
        assertThat(entry)
                .containsExactly(
                        0x05, 0x03, 0, 0, // action, instruction, flags, reserved
                        1, 8, 0, 1, // I/O space, 8 bits, offset 0, byte access
                        0xe0, 0x05, 0, 0, 0, 0, 0, 0, // port
                        0x45, 0, 0, 0, 0, 0, 0, 0, // value
                        0xff, 0, 0, 0, 0, 0, 0, 0); // mask
    }

    @Test
    void structureWithAddressIsInMemory() {
        // einj_get_parameter_address() wants WRITE_REGISTER in system memory, or there are no param1 and param2
        byte[] entry = entry(EinjTable.body(), 12, EinjAction.SET_ERROR_TYPE_WITH_ADDRESS);
        assertThat(Arrays.copyOf(entry, 8)).containsExactly(0x08, 0x02, 0, 0, 0, 32, 0, 3);
    }

    @Test
    void busyUntilThereIsAnAnswer() {
        byte[] entry = entry(EinjTable.body(), 12, EinjAction.CHECK_BUSY_STATUS);
        ByteBuffer read = ByteBuffer.wrap(entry).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(read.get(1)).isEqualTo((byte) EinjInstruction.READ_REGISTER_VALUE.id());
        assertThat(read.getLong(8)).isEqualTo(EinjTable.PORT + 5);
        assertThat(read.getLong(16)).isZero();
        assertThat(read.getLong(24)).isEqualTo(1);
    }

    @Test
    void triggerTableIsWhatTheDriverAccepts() {
        ByteBuffer registers = ByteBuffer.wrap(EinjRegisters.initial()).order(ByteOrder.LITTLE_ENDIAN);
        int at = (int) (registers.getLong(8) - EinjRegisters.BASE);
        // einj_check_trigger_header()
        assertThat(registers.getInt(at)).isEqualTo(16);
        assertThat(registers.getInt(at + 8)).isEqualTo(16 + EinjEntry.SIZE);
        assertThat(registers.getInt(at + 12)).isEqualTo(1);
        assertThat(registers.get(at + 16)).isEqualTo((byte) 0xff);
        assertThat(registers.getLong(at + 32)).isEqualTo(EinjTable.TRIGGER);
        assertThat(registers.getInt(0)).isEqualTo(0x38);
    }

    private static byte[] entry(byte[] table, int from, EinjAction action) {
        for (int at = from; at < table.length; at += EinjEntry.SIZE) {
            if (table[at] == (byte) action.id()) {
                return Arrays.copyOfRange(table, at, at + EinjEntry.SIZE);
            }
        }
        throw new AssertionError("no entry " + action);
    }
}
