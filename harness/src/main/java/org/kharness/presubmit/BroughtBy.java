/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.kernel.TreeChange;
import org.kharness.report.ConfigurationReview;

/**
 * Which patch of a series a line of the last kernel is of: what is found of all patches together is told of the one that wrote the
 * line.
 *
 * @param changes what each patch changed, by its number
 */
record BroughtBy(NavigableMap<Integer, TreeChange> changes) {
    private static final Pattern PLACE = Pattern.compile("(?<file>[^\\s:]+):(?<line>[1-9]\\d{0,8}):.*");

    BroughtBy {
        changes = new TreeMap<>(changes);
    }

    /** A line as the patch left it that wrote it. */
    record Line(int patch, TreeChange.Place place) {}

    /** The patch; empty for a line that was there before the series. */
    Optional<Integer> patch(String file, int line) {
        return written(file, line).map(Line::patch);
    }

    /** Which patch wrote a line, and where; empty for a line that was there before the series. */
    Optional<Line> written(String file, int line) {
        TreeChange.Place place = new TreeChange.Place(file, line);
        for (Map.Entry<Integer, TreeChange> change : changes.descendingMap().entrySet()) {
            Optional<TreeChange.Place> before = change.getValue().before(place.file(), place.line());
            if (before.isEmpty()) {
                return Optional.of(new Line(change.getKey(), place));
            }
            place = before.get();
        }
        return Optional.empty();
    }

    /** The same review, where each thing that was found at a line of a patch says of which. */
    ConfigurationReview told(ConfigurationReview review) {
        return new ConfigurationReview(
                review.name(),
                review.about(),
                review.outcome(),
                review.compiled(),
                review.notBuilt(),
                review.seconds(),
                told(review.failures()),
                told(review.details()));
    }

    private List<String> told(List<String> lines) {
        return lines.stream().map(this::told).toList();
    }

    private String told(String line) {
        Matcher place = PLACE.matcher(line);
        return place.matches()
                ? patch(place.group("file"), Integer.parseInt(place.group("line")))
                        .map(n -> line + " [patch " + n + "]")
                        .orElse(line)
                : line;
    }
}
