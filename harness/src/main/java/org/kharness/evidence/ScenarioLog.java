/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kharness.console.ConsoleLine;
import org.kharness.console.ConsoleLog;
import org.kharness.console.GuestEvent;
import org.kharness.console.KernelReport;

/**
 * The part of a console log that belongs to one scenario: from its "begin" event to the "done" of its "end".
 *
 * @param log the whole log
 * @param begin index of the begin event in the log's events; -1 where there is none
 * @param end index of the event that ended the scenario, exclusive bound; the number of events where it did not end
 * @param ended true if the scenario ran to its end
 */
public record ScenarioLog(ConsoleLog log, int begin, int end, boolean ended) {
    public static ScenarioLog of(String scenario, ConsoleLog log) {
        List<GuestEvent> events = log.events();
        int begin = -1;
        for (int i = 0; i < events.size(); i++) {
            GuestEvent e = events.get(i);
            if (e.type().equals("begin") && text(e, "scenario").equals(scenario)) {
                begin = i;
            } else if (begin >= 0 && e.type().equals("done") && text(e, "verb").equals("end")) {
                return new ScenarioLog(log, begin, i + 1, true);
            }
        }
        return new ScenarioLog(log, begin, events.size(), false);
    }

    public List<GuestEvent> events() {
        return begin < 0 ? List.of() : log.events().subList(begin, end);
    }

    public List<GuestEvent> events(String type) {
        return events().stream().filter(e -> e.type().equals(type)).toList();
    }

    public Optional<GuestEvent> first(String type) {
        return events().stream().filter(e -> e.type().equals(type)).findFirst();
    }

    public Optional<GuestEvent> last(String type) {
        List<GuestEvent> found = events(type);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1));
    }

    /** The running kernel's release; empty where the log does not tell. */
    public String release() {
        return first("begin").map(e -> text(e, "release")).orElse("");
    }

    /** The variant that the kernel was made with; "plain" where the log tells of none. */
    public String variant() {
        String told = first("begin").map(e -> text(e, "variant")).orElse("");
        return told.isEmpty() ? "plain" : told;
    }

    public int firstLine() {
        return begin < 0 ? 0 : log.events().get(begin).line();
    }

    public int lastLine() {
        if (ended) {
            return log.events().get(end - 1).line();
        }
        return log.lines().isEmpty()
                ? 0
                : log.lines().get(log.lines().size() - 1).number();
    }

    /** The kernel's own lines of the scenario, guest events left out. */
    public List<ConsoleLine> kernelLines() {
        List<ConsoleLine> found = new ArrayList<>();
        for (ConsoleLine line : log.lines()) {
            if (line.number() > firstLine()
                    && line.number() <= lastLine()
                    && !line.text().startsWith("kharness: ")) {
                found.add(line);
            }
        }
        return found;
    }

    public List<KernelReport> reports() {
        return log.reports().stream()
                .filter(r -> r.firstLine() <= lastLine() && r.lastLine() >= firstLine())
                .toList();
    }

    public static String text(GuestEvent e, String field) {
        JsonNode node = e.fields().get(field);
        return node == null ? "" : node.asText();
    }

    public static long number(GuestEvent e, String field) {
        JsonNode node = e.fields().get(field);
        return node == null ? -1 : node.asLong(-1);
    }
}
