/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.machine;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.SurroundingsException;
import org.kharness.platform.EinjPlatform;
import org.kharness.platform.EinjPlatform.MemoryRange;
import org.kharness.platform.EinjPlatform.Reaction;
import org.kharness.platform.EinjPlatform.Status;
import org.kharness.platform.EinjRegisters;
import org.kharness.platform.InjectionRequest;
import org.kharness.platform.MachineCheckRecord;

/**
 * The host's end of the port through which a guest commands its platform. Nothing of what comes in gets further than into
 * {@link EinjPlatform}; what goes out is a status, and a machine check that the emulator raises.
 */
final class PlatformPort implements AutoCloseable {
    private static final Pattern QUAD = Pattern.compile("0x([0-9a-f]{16})");
    private static final int MOST_AT_ONCE = 256;
    private static final long PAGE = 4096;
    private static final int MOST_RECORDS = 100;

    private final SocketChannel channel;
    private final Qmp monitor;
    private final long memoryBytes;
    private final ByteBuffer commands = ByteBuffer.allocate(MOST_AT_ONCE);
    private final List<String> records = new ArrayList<>();
    private @Nullable EinjPlatform platform;
    private long taken;

    /**
     * Takes over a connected socket.
     *
     * @param memoryMib guest memory in MiB
     */
    PlatformPort(SocketChannel channel, Qmp monitor, int memoryMib) throws IOException {
        this.channel = channel;
        this.monitor = monitor;
        this.memoryBytes = (long) memoryMib << 20;
        channel.configureBlocking(false);
    }

    /** Does what the guest has commanded since the last call; returns at once where that is nothing. */
    synchronized void poll() {
        try {
            commands.clear();
            int read = channel.read(commands);
            taken += Math.max(0, read);
            for (int i = 0; i < read; i++) {
                take(commands.get(i) & 0xff);
            }
        } catch (IOException e) {
            // QEMU is gone; its console says why, and alive() tells
        }
    }

    /** How many bytes the guest has sent. */
    synchronized long taken() {
        return taken;
    }

    /** What the platform did since the last call, in words. */
    synchronized List<String> takeRecords() {
        List<String> taken = List.copyOf(records);
        records.clear();
        return taken;
    }

    /** Raises a machine check; true if the emulator did. */
    synchronized boolean raise(MachineCheckRecord record) throws IOException {
        note(record.inWords());
        return monitor.human(command(record)).isEmpty();
    }

    /**
     * Lets a page of the CXL device have poison (QMP, cxl-inject-poison); true if the emulator did. Nobody is told: it is on the
     * device's list.
     *
     * @param address of a byte of the page, as the device counts
     */
    synchronized boolean poisonDevice(long address) throws IOException {
        long start = address & -PAGE;
        note("CXL device: poison at 0x" + Long.toHexString(start) + " of its memory, 0x" + Long.toHexString(PAGE)
                + " bytes");
        try {
            monitor.execute(
                    "cxl-inject-poison",
                    monitor.arguments()
                            .put("path", "/machine/peripheral/" + QemuArguments.CXL_DEVICE)
                            .put("start", start)
                            .put("length", PAGE));
            return true;
        } catch (SurroundingsException e) {
            note("CXL device: " + e.getMessage());
            return false;
        }
    }

    private void note(String words) {
        if (records.size() < MOST_RECORDS) {
            records.add(words);
        }
    }

    /** QEMU's monitor command "mce"; -b raises it on all CPUs, without which Linux panics as on real hardware. */
    static String command(MachineCheckRecord record) {
        return String.format(
                "mce %s0 %d 0x%x 0x%x 0x%x 0x%x",
                record.raises() ? "-b " : "",
                record.bank(),
                record.status(),
                record.global(),
                record.address(),
                record.misc());
    }

    private void take(int command) throws IOException {
        Reaction reaction;
        try {
            reaction = platform().command(command, this::registers).orElse(null);
        } catch (SurroundingsException e) {
            reaction = new Reaction(Status.UNKNOWN_FAILURE, null, "EINJ: " + e.getMessage());
        }
        if (reaction == null) {
            return;
        }
        MachineCheckRecord raise = reaction.raise();
        Status status = reaction.status();
        if (raise != null) {
            raise(raise);
        } else {
            note(reaction.words());
        }
        if (status != null) {
            channel.write(ByteBuffer.wrap(new byte[] {(byte) status.value()}));
        }
    }

    private EinjPlatform platform() throws IOException {
        EinjPlatform found = platform;
        if (found == null) {
            found = new EinjPlatform(memory());
            platform = found;
        }
        return found;
    }

    /** The PC's memory, which has a hole below 4 GiB where it is larger than 3, and its pluggable devices'. */
    private List<MemoryRange> memory() throws IOException {
        long hole = 3L << 30;
        List<MemoryRange> ranges = new ArrayList<>();
        ranges.add(new MemoryRange(0, Math.min(memoryBytes, hole)));
        if (memoryBytes > hole) {
            ranges.add(new MemoryRange(4L << 30, memoryBytes - hole));
        }
        for (JsonNode device : monitor.execute("query-memory-devices", monitor.arguments())) {
            JsonNode data = device.path("data");
            ranges.add(new MemoryRange(
                    data.path("addr").asLong(), data.path("size").asLong()));
        }
        return ranges;
    }

    private InjectionRequest registers() {
        String dump;
        try {
            dump = monitor.human(
                    "xp /" + EinjRegisters.QUADS + "gx 0x" + Long.toHexString(EinjRegisters.WITH_ADDRESS.place()));
        } catch (IOException e) {
            throw new SurroundingsException("the registers cannot be read: " + e.getMessage(), e);
        }
        return InjectionRequest.of(quads(dump));
    }

    /** The values of a dump of the monitor: "ADDRESS: 0xVALUE 0xVALUE", two in a line. */
    static long[] quads(String dump) {
        long[] quads = new long[EinjRegisters.QUADS];
        Matcher value = QUAD.matcher(dump);
        for (int i = 0; i < quads.length; i++) {
            if (!value.find()) {
                throw new SurroundingsException("the registers cannot be read: " + dump.strip());
            }
            quads[i] = Long.parseUnsignedLong(value.group(1), 16);
        }
        return quads;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // the peer is gone already
        }
    }
}
