/* SPDX-License-Identifier: Apache-2.0 */

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.kharness.nightly.History;
import org.kharness.nightly.KernelNight;
import org.kharness.nightly.Night;

/**
 * Makes a history of many nights, of three kernels and two plans: now and then a scenario begins to fail, and some nights later it
 * passes again. Run by benchmark/history.
 */
public final class HistoryBenchmark {
    private static final int SCENARIOS = 100;

    private HistoryBenchmark() {}

    public static void main(String[] arguments) {
        int runs = Integer.parseInt(arguments[1]);
        Random random = new Random(1);
        Map<String, Integer> failing = new HashMap<>();
        Instant start = Instant.parse("2020-01-01T02:00:00Z");
        try (History history = History.open(Path.of(arguments[0]))) {
            for (int number = 0; number < runs; ) {
                Instant begun = start.plus(Duration.ofDays(number / 6));
                Night night = history.begin(begun.toString().replaceAll("\\W", ""), begun);
                for (String kernel : List.of("next", "six", "twelve")) {
                    for (String plan : List.of("smoke", "fsdax-rmap")) {
                        history.add(run(night, kernel, plan, failing, random));
                        number++;
                    }
                }
                history.finish(night, begun.plus(Duration.ofHours(1)));
            }
        }
    }

    private static KernelNight run(
            Night night, String kernel, String plan, Map<String, Integer> failing, Random random) {
        List<KernelNight.Result> results = new ArrayList<>();
        int failures = 0;
        for (int i = 0; i < SCENARIOS; i++) {
            String key = kernel + " " + plan + " " + i;
            int left = failing.merge(key, -1, Integer::sum);
            if (left <= 0) {
                failing.put(key, random.nextInt(1000) == 0 ? 1 + random.nextInt(20) : 0);
            }
            boolean fails = failing.get(key) > 0;
            failures += fails ? 1 : 0;
            List<String> signatures = fails ? List.of("warning:WARNING in f" + random.nextInt(40)) : List.of();
            results.add(new KernelNight.Result(
                    "scenario-" + i, fails ? "FAIL" : "PASS", "what decided", false, signatures, 1, fails ? 1 : 0));
        }
        return new KernelNight(
                night.id(),
                kernel,
                plan,
                new KernelNight.Tested("v6.1", "6.1.0", "", "0".repeat(40)),
                failures > 0 ? 1 : 0, "", "run", results);
    }
}
