/* SPDX-License-Identifier: Apache-2.0 */
import java.nio.file.Path;
import java.util.Arrays;
import org.kharness.cache.Cache;
import org.kharness.series.SeriesSource;
import org.kharness.tree.KernelTree;
import org.kharness.tree.SeriesApplier;

/** Applies a folder of patches to a commit again and again, and prints the median time of the warm runs in seconds. */
public final class ApplyBenchmark {
    private ApplyBenchmark() {}

    public static void main(String[] arguments) {
        Path patches = Path.of(arguments[0]);
        KernelTree base = new KernelTree(Path.of(arguments[1]), "benchmark", arguments[2], arguments[3], "");
        Cache cache = Cache.at(Path.of(arguments[4]));
        double[] seconds = new double[30];
        String tree = "";
        for (int i = 0; i < seconds.length; i++) {
            long begin = System.nanoTime();
            var series = SeriesSource.open(patches.toString(), patches, cache);
            tree = SeriesApplier.apply(base, series).result().tree();
            seconds[i] = (System.nanoTime() - begin) / 1e9;
        }
        System.out.printf("first %.3f%n", seconds[0]);
        double[] warm = Arrays.copyOfRange(seconds, 10, seconds.length);
        Arrays.sort(warm);
        System.out.printf("warm %.3f%ntree %s%n", warm[warm.length / 2], tree);
    }
}
