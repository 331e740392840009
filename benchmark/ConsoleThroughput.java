/* SPDX-License-Identifier: Apache-2.0 */

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.kharness.console.ConsoleListener;
import org.kharness.console.ConsoleReader;
import org.kharness.console.KernelReport;

/**
 * How fast serial logs are read, and in how much memory: the logs of a folder over and over, up to a size. Run by
 * benchmark/console; README.md has the figures.
 */
public final class ConsoleThroughput {
    private ConsoleThroughput() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        long size = Long.parseLong(arguments[1]) << 20;
        byte[] logs = logs(folder, arguments.length > 2 && arguments[2].equals("quiet"));
        long[] counts = new long[2];
        ConsoleListener counter = new ConsoleListener() {
            @Override
            public void line(org.kharness.console.ConsoleLine line) {
                counts[0]++;
            }

            @Override
            public void report(KernelReport report) {
                counts[1]++;
            }
        };
        long begin = System.nanoTime();
        new ConsoleReader(counter).read(new Repeated(logs, size));
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                "%d MiB, %d lines, %d reports: %.1f s, %.0f MiB/s, heap at most %d MiB%n",
                size >> 20, counts[0], counts[1], seconds, (size >> 20) / seconds, peak() >> 20);
    }

    /** The folder's logs one after another; quiet ones only have lines of no report. */
    private static byte[] logs(Path folder, boolean quiet) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(f -> f.toString().endsWith(".log")).sorted().toList();
        }
        List<String> lines = new ArrayList<>();
        for (Path file : files) {
            for (String line : new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1)
                    .split("\n", -1)) {
                if (!quiet || line.strip().matches("\\[ *\\d+\\.\\d+\\].*(?:pci|ACPI|kharness|clocksource|Linux|e820).*")) {
                    lines.add(line);
                }
            }
        }
        return (String.join("\n", lines) + "\n").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(p -> p.getType() == java.lang.management.MemoryType.HEAP)
                .mapToLong((MemoryPoolMXBean p) -> p.getPeakUsage().getUsed())
                .sum();
    }

    /** The same bytes again and again. */
    private static final class Repeated extends InputStream {
        private final byte[] bytes;
        private long left;
        private int at;

        Repeated(byte[] bytes, long size) {
            this.bytes = bytes;
            left = size;
        }

        @Override
        public int read() {
            if (left == 0) {
                return -1;
            }
            left--;
            byte b = bytes[at];
            at = (at + 1) % bytes.length;
            return b & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int count) {
            if (left == 0) {
                return -1;
            }
            int n = (int) Math.min(Math.min(count, left), bytes.length - at);
            System.arraycopy(bytes, at, to, offset, n);
            at = (at + n) % bytes.length;
            left -= n;
            return n;
        }
    }
}
