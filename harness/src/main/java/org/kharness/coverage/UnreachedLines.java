/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.coverage;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kharness.coverage.CoverageReport.Line;
import org.kharness.coverage.CoverageReport.State;
import org.kharness.failure.InputException;
import org.kharness.plan.YamlReader;
import org.kharness.value.KernelRange;

/**
 * The list of lines that somebody looked at and no scenario can execute here, each with a reason: test-plans/unreached-lines.yaml.
 *
 * @param schema version of the format: 1
 */
record UnreachedLines(
        @JsonProperty(required = true) int schema,
        @JsonProperty(required = true) List<Entry> unreached) {
    /** The empty list. */
    static final UnreachedLines NONE = new UnreachedLines(1, List.of());

    UnreachedLines {
        unreached = unreached == null ? List.of() : List.copyOf(unreached);
    }

    /**
     * Lines of one function.
     *
     * @param when the kernels in which they are there and not reached; null for all
     * @param lines as they stand in the file, without the blanks around them
     * @param reason why no scenario executes them
     * @param sometimes true for lines that a run may execute by chance
     */
    record Entry(
            @Nullable KernelRange when,
            @JsonProperty(required = true) String file,
            @JsonProperty(required = true) String function,
            @JsonProperty(required = true) List<String> lines,
            @JsonProperty(required = true) String reason,
            boolean sometimes) {
        Entry {
            lines = lines == null ? List.of() : List.copyOf(lines);
        }

        private boolean isAbout(String release, Line line) {
            return (when == null || when.contains(release))
                    && file.equals(line.file())
                    && function.equals(line.function());
        }
    }

    static UnreachedLines read(Path file) {
        UnreachedLines list = new YamlReader().read(file, "list of lines that are not reached", UnreachedLines.class);
        if (list.schema() != 1) {
            throw new InputException(file + ": unreached-lines schema " + list.schema() + " is not known");
        }
        return list;
    }

    /** The lines with the reasons of those that no scenario executed. */
    List<Line> explain(String release, List<Line> lines) {
        return lines.stream()
                .map(line -> line.state() != State.NOT_COVERED
                        ? line
                        : unreached.stream()
                                .filter(e ->
                                        e.isAbout(release, line) && e.lines().contains(line.text()))
                                .findFirst()
                                .map(e -> line.because(e.reason()))
                                .orElse(line))
                .toList();
    }

    /** What the list says of functions that were looked at and is not so: each line that is not there, or is executed. */
    List<String> wrong(String release, List<Line> lines) {
        List<String> wrong = new ArrayList<>();
        for (Entry entry : unreached) {
            List<Line> here =
                    lines.stream().filter(l -> entry.isAbout(release, l)).toList();
            for (String text : here.isEmpty() ? List.<String>of() : entry.lines()) {
                List<Line> same =
                        here.stream().filter(l -> l.text().equals(text)).toList();
                boolean executed = same.stream().noneMatch(l -> l.state() == State.NOT_COVERED);
                if (same.isEmpty() || (executed && !entry.sometimes())) {
                    wrong.add(entry.file() + ": " + entry.function() + ": " + text
                            + (same.isEmpty() ? ": is not there" : ": is executed"));
                }
            }
        }
        return wrong;
    }
}
