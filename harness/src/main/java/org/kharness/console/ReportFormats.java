/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The first lines of reports, most telling first, from {@code report-formats.txt}. */
final class ReportFormats {
    private static final String FUNCTION = "(?<f>[A-Za-z_$.][\\w$.]*)";
    private static final List<ReportFormat> ALL = load();
    private static final Anchors KEYWORDS =
            new Anchors(ALL.stream().map(ReportFormat::keywords).toList());

    private ReportFormats() {}

    /** What begins in this line; null where nothing does. */
    static @Nullable Opening find(String text) {
        BitSet candidates = KEYWORDS.in(text);
        for (int rank = candidates.nextSetBit(0); rank >= 0; rank = candidates.nextSetBit(rank + 1)) {
            Matcher m = ALL.get(rank).match(text);
            if (m != null) {
                return new Opening(ALL.get(rank), m, rank, text);
            }
        }
        return null;
    }

    /** Every text of which a report's first line has one. */
    static List<String> keywords() {
        return ALL.stream().flatMap(f -> f.keywords().stream()).distinct().toList();
    }

    private static List<ReportFormat> load() {
        List<String> lines = Resource.lines("report-formats.txt").stream()
                .filter(line -> !line.isBlank())
                .toList();
        List<ReportFormat> formats = new ArrayList<>();
        for (int i = 0; i + 2 < lines.size(); i += 3) {
            String[] head = lines.get(i).split(" ", 4);
            formats.add(new ReportFormat(
                    ReportType.valueOf(head[0]),
                    List.of(head[3].split("\\|", -1)),
                    Pattern.compile(lines.get(i + 1).replace("{F}", FUNCTION)),
                    lines.get(i + 2),
                    ReportFormat.Blame.valueOf(head[1]),
                    ReportFormat.Role.valueOf(head[2])));
        }
        return List.copyOf(formats);
    }

    /**
     * A report's first line.
     *
     * @param format what it is
     * @param match the line's groups
     * @param rank how telling the format is: less is more
     * @param text the whole line
     */
    record Opening(ReportFormat format, Matcher match, int rank, String text) {
        /** True where the kernel gives up. */
        boolean isPanic() {
            return text.contains("anic - not syncing");
        }

        /** True where the kernel tells of a fault: whatever else it printed about that names no other fault. */
        boolean isFault() {
            return format.blame() == ReportFormat.Blame.POINTER
                    && switch (format.type()) {
                        case REFCOUNT, LIST_CORRUPTION -> false;
                        default -> true;
                    };
        }

        /** A named group; empty where the pattern has none or it did not take part. */
        String group(String name) {
            if (!format.opening().pattern().contains("(?<" + name + ">")) {
                return "";
            }
            String value = match.group(name);
            return value == null ? "" : value;
        }

        /** The source line that the line names, at once or as file and line; empty where it names none. */
        String place() {
            String file = group("file");
            return file.isEmpty() ? group("place") : file + ":" + group("line");
        }

        /** The device that the line names; empty where it names none. */
        String device() {
            String device = group("dev");
            return device.isEmpty() ? group("dev2") : device;
        }

        /** The title with its groups filled in, without function. */
        String title() {
            String title = format.title();
            for (int i = 0; i <= match.groupCount(); i++) {
                String value = match.group(i);
                title = title.replace("$" + i, value == null ? "" : value.strip());
            }
            title = title.replace("  ", " ");
            return title.startsWith(": ") ? "WARNING" + title : title;
        }
    }
}
