/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.platform;

import static org.kharness.platform.EinjAction.BEGIN_INJECTION_OPERATION;
import static org.kharness.platform.EinjAction.CHECK_BUSY_STATUS;
import static org.kharness.platform.EinjAction.END_OPERATION;
import static org.kharness.platform.EinjAction.EXECUTE_OPERATION;
import static org.kharness.platform.EinjAction.GET_COMMAND_STATUS;
import static org.kharness.platform.EinjAction.GET_ERROR_TYPE;
import static org.kharness.platform.EinjAction.GET_TRIGGER_ERROR_ACTION_TABLE;
import static org.kharness.platform.EinjAction.SET_ERROR_TYPE;
import static org.kharness.platform.EinjAction.SET_ERROR_TYPE_WITH_ADDRESS;
import static org.kharness.platform.EinjAction.TRIGGER_ERROR;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The platform's Error Injection Table (ACPI 6.4, 18.6.1) and its Trigger Error Action Table (18.6.4): which registers an
 * operating system reads and writes to have a memory error injected.
 *
 * <p>Commands and answers go through a serial port (its registers: 16550 data sheet). A byte written to it is a command to
 * the platform. The platform is busy until it has sent a byte back, which is the command's status: the port's line status says
 * whether one is there. So no answer need be written into the guest's memory, and a saved machine's copies each have
 * their own.
 */
public final class EinjTable {
    /** The table's signature. */
    public static final String SIGNATURE = "EINJ";

    /** The first of the mailbox's eight I/O ports; neither the PC's chipset nor its ACPI registers use them. */
    public static final int PORT = 0x5e0;

    /** The command by which an injection is to be prepared. */
    public static final int EXECUTE = 'E';

    /** The command by which a prepared error is to be raised. */
    public static final int TRIGGER = 'T';

    private static final int LINE_STATUS = 5;
    private static final int DATA_READY = 0x1;
    private static final int HEADER = 12;

    private EinjTable() {}

    /** The table without the header that all ACPI tables have (5.2.6), which QEMU adds. */
    public static byte[] body() {
        List<EinjEntry> entries = entries();
        ByteBuffer table =
                ByteBuffer.allocate(HEADER + entries.size() * EinjEntry.SIZE).order(ByteOrder.LITTLE_ENDIAN);
        table.putInt(HEADER); // injection header size
        table.putInt(0); // flags and three reserved bytes
        table.putInt(entries.size());
        entries.forEach(e -> e.putTo(table));
        return table.array();
    }

    private static List<EinjEntry> entries() {
        GenericAddress mailbox = GenericAddress.port(PORT);
        GenericAddress lineStatus = GenericAddress.port(PORT + LINE_STATUS);
        return List.of(
                // An answer that an earlier operation left behind is not this one's.
                EinjEntry.read(BEGIN_INJECTION_OPERATION, mailbox),
                EinjEntry.read(
                        GET_TRIGGER_ERROR_ACTION_TABLE,
                        GenericAddress.memory(EinjRegisters.TRIGGER_TABLE_ADDRESS.place(), Long.SIZE)),
                EinjEntry.write(
                        SET_ERROR_TYPE, GenericAddress.memory(EinjRegisters.ERROR_TYPE_ALONE.place(), Integer.SIZE)),
                EinjEntry.read(
                        GET_ERROR_TYPE, GenericAddress.memory(EinjRegisters.SUPPORTED_TYPES.place(), Integer.SIZE)),
                EinjEntry.writeValue(EXECUTE_OPERATION, mailbox, EXECUTE),
                new EinjEntry(CHECK_BUSY_STATUS, EinjInstruction.READ_REGISTER_VALUE, lineStatus, 0, DATA_READY),
                EinjEntry.read(GET_COMMAND_STATUS, mailbox),
                EinjEntry.write(
                        SET_ERROR_TYPE_WITH_ADDRESS,
                        GenericAddress.memory(EinjRegisters.WITH_ADDRESS.place(), Integer.SIZE)),
                EinjEntry.read(END_OPERATION, lineStatus));
    }

    /** The trigger table (ACPI 6.4, 18.6.4) with its one action: tell the platform to raise the error. */
    static byte[] trigger() {
        EinjEntry raise = EinjEntry.writeValue(TRIGGER_ERROR, GenericAddress.port(PORT), TRIGGER);
        int header = Integer.BYTES * 4;
        ByteBuffer table = ByteBuffer.allocate(header + EinjEntry.SIZE).order(ByteOrder.LITTLE_ENDIAN);
        table.putInt(header);
        table.putInt(1); // revision
        table.putInt(table.capacity());
        table.putInt(1); // entry count
        raise.putTo(table);
        return table.array();
    }
}
