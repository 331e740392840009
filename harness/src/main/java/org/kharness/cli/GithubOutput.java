/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kharness.report.ConfigurationReview;
import org.kharness.report.Headline;
import org.kharness.report.PatchReview;
import org.kharness.report.PatchReview.Check;
import org.kharness.report.Place;
import org.kharness.report.RunReport;
import org.kharness.report.RunReport.ScenarioResult;

/**
 * Where a run is a step of a GitHub workflow, its failures as annotations and its result as the step's summary ("Workflow
 * commands for GitHub Actions"). Anywhere else nothing.
 */
final class GithubOutput {
    /** GitHub shows no more annotations of a step. */
    private static final int MOST = 10;

    private final boolean active;
    private final @Nullable String summary;
    private final CliContext context;

    private GithubOutput(boolean active, @Nullable String summary, CliContext context) {
        this.active = active;
        this.summary = summary;
        this.context = context;
    }

    static GithubOutput of(Map<String, String> environment, CliContext context) {
        return new GithubOutput(
                "true".equals(environment.get("GITHUB_ACTIONS")), environment.get("GITHUB_STEP_SUMMARY"), context);
    }

    /**
     * Tells.
     *
     * @param outTaken true if standard output is a document: GitHub reads standard error too
     */
    void tell(RunReport report, boolean outTaken) {
        if (!active) {
            return;
        }
        PrintWriter out = outTaken ? context.err() : context.out();
        annotations(report).lines().limit(MOST).forEach(out::println);
        out.flush();
        String file = summary;
        if (file != null && !file.isEmpty()) {
            try {
                Files.writeString(
                        Path.of(file), markdown(report), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException | InvalidPathException e) {
                context.err().println("kharness: cannot write the step's summary to " + file + ": " + e.getMessage());
            }
        }
    }

    /** A line for each failure. */
    static String annotations(RunReport report) {
        StringBuilder lines = new StringBuilder();
        String message = report.message();
        if (message != null) {
            annotation(lines, "error", "kharness", message);
        }
        for (PatchReview patch : report.presubmit()) {
            for (Check check : patch.remarks()) {
                String kind = check.outcome().equals("FAIL") ? "error" : "warning";
                if (!check.outcome().equals("SKIP")) {
                    String title = "patch " + patch.n() + ": " + check.name();
                    check.details().forEach(d -> inSource(lines, kind, title, d));
                }
            }
        }
        for (ConfigurationReview c : report.ofAllPatches()) {
            c.findings().stream()
                    .filter(f -> !f.outcome().equals("SKIP"))
                    .findFirst()
                    .ifPresent(f -> {
                        String kind = f.outcome().equals("FAIL") ? "error" : "warning";
                        inSource(lines, kind, "configuration " + c.name(), f.text());
                    });
        }
        for (ScenarioResult s : report.scenarios()) {
            switch (s.verdict()) {
                case "FAIL", "ERROR" -> annotation(lines, "error", s.verdict() + " " + name(s), s.reason());
                case "FIXED" -> annotation(lines, "notice", "FIXED " + name(s), s.reason());
                default -> {
                    // nothing to do about
                }
            }
        }
        return lines.toString();
    }

    private static String name(ScenarioResult s) {
        return s.variant().isEmpty() ? s.id() : s.id() + " " + s.variant();
    }

    private static void annotation(StringBuilder lines, String kind, String title, String message) {
        annotation(lines, kind, "", title, message);
    }

    /** A finding in the source stands at its line, in a workflow of the kernel's tree. */
    private static void inSource(StringBuilder lines, String kind, String title, String message) {
        String place = Place.in(message)
                .map(p -> "file=" + property(p.file()) + ",line=" + p.line() + ",")
                .orElse("");
        annotation(lines, kind, place, title, message);
    }

    private static void annotation(StringBuilder lines, String kind, String place, String title, String message) {
        lines.append("::").append(kind).append(' ').append(place);
        lines.append("title=").append(property(title)).append("::");
        lines.append(data(message)).append('\n');
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }

    /** The summary: a headline, and a table of what did not pass. */
    static String markdown(RunReport report) {
        StringBuilder text = new StringBuilder("### kharness: ").append(report.verdict());
        text.append("\n\n").append(cell(Headline.of(report))).append("\n\n");
        RunReport.Kernel kernel = report.kernel();
        if (kernel != null) {
            text.append("Kernel ")
                    .append(cell(kernel.release() + " from " + kernel.source()))
                    .append("\n\n");
        }
        boolean any = report.scenarios().stream().anyMatch(s -> !s.verdict().equals("PASS"));
        if (any) {
            text.append("| scenario | verdict | what decided |\n|---|---|---|\n");
            report.scenarios().stream()
                    .filter(s -> !s.verdict().equals("PASS"))
                    .forEach(s -> text.append("| ")
                            .append(cell(name(s)))
                            .append(" | ")
                            .append(s.verdict())
                            .append(" | ")
                            .append(cell(s.reason()))
                            .append(" |\n"));
        }
        return text.append('\n').toString();
    }

    /** What a guest or a patch said must not become a table, a link or HTML. */
    private static String cell(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replaceAll("([\\\\`*_\\[\\]|!#])", "\\\\$1");
    }
}
