/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kharness.console.ConsoleListener;
import org.kharness.console.ConsoleLog;
import org.kharness.console.GuestEvent;
import org.kharness.console.HardwareEvent;
import org.kharness.console.KernelReport;
import org.kharness.console.Symboliser;

/** Prints what a log says while it is read, so that a log of any size takes constant memory. */
final class AnalysisPrinter implements ConsoleListener {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private final PrintWriter out;
    private final String name;
    private final @Nullable Symboliser symboliser;
    private final boolean json;
    private int reports;
    private int complaints;
    private int events;
    private int damages;
    private int hardware;

    AnalysisPrinter(PrintWriter out, String name, @Nullable Symboliser symboliser, boolean json) {
        this.out = out;
        this.name = name;
        this.symboliser = symboliser;
        this.json = json;
    }

    /** Reports in which the kernel is at fault. */
    int complaints() {
        return complaints;
    }

    @Override
    public void event(GuestEvent event) {
        events++;
    }

    @Override
    public boolean wantsLines() {
        return false;
    }

    @Override
    public void hardware(HardwareEvent event) {
        hardware++;
        if (json) {
            print(Map.of("hardware", event));
            return;
        }
        String lines = event.firstLine() == event.lastLine() ? "" : "-" + event.lastLine();
        String kind = event.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        tell(name + ":" + event.firstLine() + lines + ": hardware: " + kind + ": " + event.what()
                + told("", event.severity()) + told("pfn ", event.pfn()) + told("address ", event.address())
                + told("task ", event.task()) + told("CPU ", event.cpu() < 0 ? "" : "" + event.cpu())
                + told("bank ", event.bank() < 0 ? "" : "" + event.bank()) + told("status ", event.status())
                + told("", event.device()) + "\n");
    }

    private static String told(String what, String value) {
        return value.isEmpty() ? "" : ", " + what + value;
    }

    @Override
    public void damage(ConsoleLog.Damage damage) {
        damages++;
        if (json) {
            print(Map.of("damage", damage));
        } else {
            tell(name + ":" + damage.line() + ": damaged: " + damage.what() + "\n");
        }
    }

    @Override
    public void report(KernelReport found) {
        reports++;
        complaints += found.complaint() ? 1 : 0;
        KernelReport report = symboliser == null ? found : symboliser.symbolise(found);
        if (json) {
            print(Map.of("report", report));
            return;
        }
        StringBuilder text = new StringBuilder(name)
                .append(':')
                .append(report.firstLine())
                .append('-')
                .append(report.lastLine())
                .append(": ")
                .append(report.title())
                .append('\n');
        line(text, "type", report.type() + (report.fatal() ? ", fatal" : "") + (report.damaged() ? ", damaged" : ""));
        line(text, "at", report.place());
        line(text, "device", report.device());
        report.pointer().forEach(frame -> line(text, "instruction pointer", frame.text()));
        line(text, "task", report.task() + (report.cpu() < 0 ? "" : " on CPU " + report.cpu()));
        line(text, "taint", report.taint());
        line(text, "signature", report.signature());
        for (KernelReport.Frame frame : report.frames()) {
            text.append(frame.reliable() ? "      " : "    ? ")
                    .append(frame.text())
                    .append('\n');
        }
        tell(text.append('\n').toString());
    }

    /** Says how much there was. */
    void end(int lines) {
        if (json) {
            print(Map.of(
                    "sums",
                    Map.of(
                            "lines",
                            lines,
                            "reports",
                            reports,
                            "complaints",
                            complaints,
                            "hardware",
                            hardware,
                            "events",
                            events,
                            "damages",
                            damages)));
        } else {
            tell(lines + " lines, " + reports + " reports (" + complaints + " of them complaints), " + hardware
                    + " hardware events, " + events + " guest events, " + damages + " damages\n");
        }
        out.flush();
    }

    private static void line(StringBuilder text, String what, String value) {
        if (!value.isBlank()) {
            text.append("    ").append(what).append(": ").append(value.strip()).append('\n');
        }
    }

    /** Not as a line, each of which would be a call of the operating system: a log may have a million. */
    private void tell(String text) {
        out.write(text);
    }

    private void print(Object value) {
        try {
            tell(MAPPER.writeValueAsString(value) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report cannot be written as JSON", e);
        }
    }
}
