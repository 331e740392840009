/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.console.HardwareEvent.Kind;

/** The lines of a firmware's error record, which a number in braces holds together: "{1}[Hardware Error]: ...". */
final class FirmwareRecords {
    private static final Pattern LINE = Pattern.compile("\\{(?<id>\\d+)\\}\\[Hardware Error\\]: ?(?<text>.*)$");
    private static final Pattern FIELD = Pattern.compile("^\\s*(?<key>[\\w ]+?): (?<value>.*)$");
    /** Lines of other matters after which a record is taken to be whole. */
    private static final int PATIENCE = 16;

    private static final int MAX_OPEN = 8;

    /** A record whose end has not been seen. */
    private static final class Section {
        private final HardwareEvents event;
        private final List<String> words = new ArrayList<>();
        private String severity = "";

        Section(ConsoleLine line) {
            event = new HardwareEvents(line, Kind.FIRMWARE, "", "");
        }

        void take(String text) {
            Matcher m = FIELD.matcher(text);
            if (!m.find()) {
                return;
            }
            String value = m.group("value").strip();
            switch (m.group("key")) {
                case "event severity" -> severity = value;
                case "section_type" -> words.add(value);
                case "error_type" -> words.add(value.replaceFirst("^\\d+, ", ""));
                case "physical_address" -> event.address(value.replaceFirst("^0x0*(?=.)", ""));
                case "DIMM location", "device_id" -> event.device(value.replaceFirst("^not present\\. ", ""));
                default -> {
                    // Other fields are in the log for who wants them.
                }
            }
        }
    }

    private final HardwareReader.Sink sink;
    private final Map<String, Section> open = new LinkedHashMap<>();

    FirmwareRecords(HardwareReader.Sink sink) {
        this.sink = sink;
    }

    /** Takes the next line; marked is true where it has "[Hardware Error]". */
    void line(ConsoleLine line, boolean marked) {
        if (!open.isEmpty()) {
            List.copyOf(open.entrySet()).stream()
                    .filter(e -> line.number() - e.getValue().event.lastLine() > PATIENCE)
                    .forEach(e -> close(e.getKey()));
        }
        Matcher m = LINE.matcher(marked ? line.text() : "");
        if (!m.find()) {
            return;
        }
        String text = m.group("text");
        String id = m.group("id");
        if (text.startsWith("Hardware error from APEI") || text.startsWith("Event severity")) {
            close(id);
        }
        if (open.size() >= MAX_OPEN && !open.containsKey(id)) {
            close(open.keySet().iterator().next());
        }
        Section record = open.computeIfAbsent(id, i -> new Section(line));
        record.event.until(line);
        record.take(text);
    }

    boolean open() {
        return !open.isEmpty();
    }

    /** All records are whole. */
    void end() {
        List.copyOf(open.keySet()).forEach(this::close);
    }

    private void close(String id) {
        Section record = open.remove(id);
        if (record == null) {
            return;
        }
        String what = record.words.isEmpty() ? "no section" : String.join(", ", record.words);
        HardwareEvent event = record.event.severity(record.severity).what(what).event();
        sink.hardware(event);
        String severity = record.severity.isEmpty() ? "" : record.severity + " ";
        sink.report(
                HardwareEvents.report(ReportType.HARDWARE_ERROR, "hardware error: " + severity + what, event, false));
    }
}
