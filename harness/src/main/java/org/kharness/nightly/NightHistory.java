/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.kharness.failure.InputException;

/** {@code kharness history}: reads back what the nights brought. */
public final class NightHistory {
    private NightHistory() {}

    /** A night, how many runs it had, and what there is to know about it, the most urgent first. */
    public record Entry(Night night, int runs, List<Change> changes) {
        public Entry {
            changes = List.copyOf(changes);
        }
    }

    /**
     * Reads the last nights.
     *
     * @param config the configuration of the nights
     * @param most how many, counted from the last
     * @throws InputException if there is no night yet
     */
    public static List<Entry> read(Path config, int most) {
        NightlyConfig nightly = NightlyConfig.read(config);
        try (History history = open(nightly, config)) {
            News news = new News(history, nightly);
            return history.nights(Math.max(0, most)).stream()
                    .map(n -> entry(n, history.runs(n), news))
                    .toList();
        }
    }

    /**
     * The scenarios that were ever flaky, those that fail most often first.
     *
     * @param config the configuration of the nights
     * @throws InputException if there is no night yet
     */
    public static List<Flake> flakes(Path config) {
        try (History history = open(NightlyConfig.read(config), config)) {
            return history.usual().flakes();
        }
    }

    private static History open(NightlyConfig nightly, Path config) {
        Path file = nightly.historyFile(config);
        if (!Files.isRegularFile(file)) {
            throw new InputException(file + ": no history yet: run kharness nightly first");
        }
        return History.open(file);
    }

    private static Entry entry(Night night, List<KernelNight> runs, News news) {
        return new Entry(night, runs.size(), news.of(night, runs));
    }
}
