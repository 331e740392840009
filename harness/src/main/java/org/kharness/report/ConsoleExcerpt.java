/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.kharness.report.RunReport.KernelComplaint;
import org.kharness.report.RunReport.ScenarioResult;

/**
 * The part of a console log that a report page shows: a scenario's lines, and where those are many, its beginning, its
 * end and the surroundings of what decided. Lines are what {@code \n} ends, as everywhere in the harness.
 *
 * @param rows the lines in order, gaps marked
 * @param note why there is less than asked for; empty where there is not
 */
public record ConsoleExcerpt(List<Row> rows, String note) {
    private static final int MOST_ROWS = 300;
    private static final int EDGE = 40;
    private static final int AROUND = 8;
    private static final int AROUND_COMPLAINT = 45;
    private static final int WIDEST = 1000;
    private static final ConsoleExcerpt EMPTY = new ConsoleExcerpt(List.of(), "");

    public ConsoleExcerpt {
        rows = List.copyOf(rows);
    }

    /** What a row is there for. */
    public enum Kind {
        PLAIN,
        /** The guest agent's report. */
        EVENT,
        /** The line decided the verdict. */
        DECIDING,
        /** A complaint of the kernel begins here. */
        COMPLAINT,
        /** Lines were left out here; the row's number is their count. */
        GAP
    }

    /** One line: its number in the log, its text without control characters, and what it is. */
    public record Row(int number, String text, Kind kind) {}

    /** Reads a scenario's lines from its log in the run's folder. */
    static ConsoleExcerpt of(ScenarioResult scenario, Path runDir) {
        RunReport.Console console = scenario.console();
        if (console == null) {
            return EMPTY;
        }
        Path file = runDir.resolve(console.file()).normalize();
        if (!file.startsWith(runDir.normalize())) {
            return new ConsoleExcerpt(List.of(), console.file() + " is not in the run's folder");
        }
        try {
            return read(file, console, scenario.kernelReports());
        } catch (IOException e) {
            return new ConsoleExcerpt(List.of(), console.file() + " cannot be read: " + e.getMessage());
        }
    }

    private static ConsoleExcerpt read(Path file, RunReport.Console console, List<KernelComplaint> complaints)
            throws IOException {
        Set<Integer> deciding = Set.copyOf(console.deciding());
        Set<Integer> begins = new TreeSet<>();
        complaints.forEach(c -> begins.add(c.line()));
        Wanted wanted = Wanted.of(console, begins);
        List<Row> rows = new ArrayList<>();
        int number = 0;
        int gap = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            while (number < wanted.last() && readLine(in, line)) {
                number++;
                if (!wanted.shows(number)) {
                    gap += number > wanted.first() ? 1 : 0;
                    continue;
                }
                if (gap > 0) {
                    rows.add(new Row(gap, "", Kind.GAP));
                    gap = 0;
                }
                rows.add(row(number, line, deciding, begins));
            }
        }
        String note = number < console.lastLine() ? "the log ends at line " + number : "";
        return new ConsoleExcerpt(rows, note);
    }

    private static Row row(int number, ByteArrayOutputStream line, Set<Integer> deciding, Set<Integer> begins) {
        String cut = line.size() < WIDEST ? "" : " [cut]";
        String text = PlainText.visible(line.toString(StandardCharsets.UTF_8)) + cut;
        Kind kind = Kind.PLAIN;
        if (begins.contains(number)) {
            kind = Kind.COMPLAINT;
        } else if (deciding.contains(number)) {
            kind = Kind.DECIDING;
        } else if (text.contains("kharness: {")) {
            kind = Kind.EVENT;
        }
        return new Row(number, text, kind);
    }

    /** Reads up to a newline into the buffer, no more than is shown; false at the end of the file. */
    private static boolean readLine(InputStream in, ByteArrayOutputStream line) throws IOException {
        line.reset();
        boolean any = false;
        for (int c = in.read(); c >= 0; c = in.read()) {
            any = true;
            if (c == '\n') {
                return true;
            }
            if (c != '\r' && line.size() < WIDEST) {
                line.write(c);
            }
        }
        return any;
    }

    /** Which lines to show; everything from first to last where {@code marks} is empty. */
    private record Wanted(int first, int last, Set<Integer> marks, Set<Integer> complaints) {
        static Wanted of(RunReport.Console console, Set<Integer> complaints) {
            int first = Math.max(1, console.firstLine());
            int last = Math.max(first, console.lastLine());
            if (last - first < MOST_ROWS) {
                return new Wanted(first, last, Set.of(), Set.of());
            }
            return new Wanted(first, last, new TreeSet<>(console.deciding()), complaints);
        }

        boolean shows(int n) {
            if (n < first || n > last) {
                return false;
            }
            return last - first < MOST_ROWS
                    || n < first + EDGE
                    || n > last - EDGE
                    || marks.stream().anyMatch(m -> Math.abs(m - n) <= AROUND)
                    || complaints.stream().anyMatch(c -> n >= c - AROUND && n <= c + AROUND_COMPLAINT);
        }
    }
}
