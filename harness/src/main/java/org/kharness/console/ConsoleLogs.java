/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kharness.failure.InputException;

/** Whole logs in memory, for those of one scenario. A log of any size is for {@link ConsoleReader}. */
public final class ConsoleLogs {
    /** A scenario's log is a few hundred KiB; beyond this a guest prints without end. */
    private static final Limits LIMITS = Limits.STANDARD.withTotalBytes(256L << 20);

    private ConsoleLogs() {}

    /**
     * Reads the log in this file.
     *
     * @throws InputException if the file cannot be read
     */
    public static ConsoleLog read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in);
        } catch (IOException e) {
            throw new InputException("cannot read the log " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads the log in this stream to its end.
     *
     * @throws IOException as the stream does
     */
    public static ConsoleLog read(InputStream in) throws IOException {
        Collector collector = new Collector();
        new ConsoleReader(collector, LIMITS).read(in);
        return collector.log();
    }

    private static final class Collector implements ConsoleListener {
        private final List<ConsoleLine> lines = new ArrayList<>();
        private final List<GuestEvent> events = new ArrayList<>();
        private final List<KernelReport> reports = new ArrayList<>();
        private final List<HardwareEvent> hardware = new ArrayList<>();
        private final List<ConsoleLog.Damage> damages = new ArrayList<>();

        @Override
        public void line(ConsoleLine line) {
            lines.add(line);
        }

        @Override
        public void event(GuestEvent event) {
            events.add(event);
        }

        @Override
        public void report(KernelReport report) {
            if (!report.type().hardware()) {
                reports.add(report);
            }
        }

        @Override
        public void hardware(HardwareEvent event) {
            hardware.add(event);
        }

        @Override
        public void damage(ConsoleLog.Damage damage) {
            damages.add(damage);
        }

        ConsoleLog log() {
            return new ConsoleLog(lines, events, reports, hardware, damages);
        }
    }
}
