/* SPDX-License-Identifier: Apache-2.0 */
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.kharness.apply.SeriesApplier;
import org.kharness.cache.Cache;
import org.kharness.kernel.KernelTree;
import org.kharness.series.source.SeriesSource;

/**
 * Applies a folder or an mbox of patches to a commit again and again, and prints the median time of the warm runs in seconds and
 * how much of the heap, and of memory at all, was in use at most, in MiB.
 */
public final class ApplyBenchmark {
    private ApplyBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        Path patches = Path.of(arguments[0]);
        KernelTree base = new KernelTree(Path.of(arguments[1]), "benchmark", arguments[2], arguments[3], "");
        Cache cache = Cache.at(Path.of(arguments[4]));
        double[] seconds = new double[arguments.length > 5 ? Integer.parseInt(arguments[5]) : 30];
        String tree = "";
        for (int i = 0; i < seconds.length; i++) {
            long begin = System.nanoTime();
            var series = SeriesSource.open(patches.toString(), patches, cache);
            tree = SeriesApplier.apply(base, series).result().tree();
            seconds[i] = (System.nanoTime() - begin) / 1e9;
        }
        System.out.printf("first %.3f%n", seconds[0]);
        double[] warm = Arrays.copyOfRange(seconds, seconds.length / 3, seconds.length);
        Arrays.sort(warm);
        System.out.printf("warm %.3f%ntree %s%n", warm[warm.length / 2], tree);
        long heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(p -> p.getType() == MemoryType.HEAP)
                .mapToLong(p -> p.getPeakUsage().getUsed())
                .sum();
        System.out.printf("heap %d%nrss %d%n", heap >> 20, rss() >> 10);
    }

    /** The most memory that this process ever had, in KiB; 0 where the system does not say. */
    private static long rss() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(l -> l.startsWith("VmHWM:"))
                .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}
