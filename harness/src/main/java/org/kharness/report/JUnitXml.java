/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.kharness.report.RunReport.ScenarioResult;

/**
 * A run as JUnit XML, in the shape that Surefire writes and Jenkins, GitLab and others read: one suite, one test case
 * per scenario. FAIL is a failure, ERROR an error; SKIP and KNOWN count as skipped, with the reason.
 */
final class JUnitXml {
    private final XMLStreamWriter xml;
    private final RunReport report;

    private JUnitXml(XMLStreamWriter xml, RunReport report) {
        this.xml = xml;
        this.report = report;
    }

    /** The report as one XML document. */
    static String write(RunReport report) {
        return document(xml -> new JUnitXml(xml, report).suite("kharness"));
    }

    /** Several reports as one XML document, a suite each, by the suites' names. */
    static String write(Map<String, RunReport> reports) {
        return document(xml -> {
            xml.writeStartElement("testsuites");
            for (Map.Entry<String, RunReport> entry : reports.entrySet()) {
                new JUnitXml(xml, entry.getValue()).suite(entry.getKey());
            }
            xml.writeCharacters("\n");
            xml.writeEndElement();
        });
    }

    /** Writes the content of a document. */
    private interface Content {
        void write(XMLStreamWriter xml) throws XMLStreamException;
    }

    private static String document(Content content) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            content.write(xml);
            xml.writeCharacters("\n");
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a string can always be written", e);
        }
        return text.toString();
    }

    private void suite(String name) throws XMLStreamException {
        List<ScenarioResult> scenarios = report.scenarios();
        boolean endedEarly = report.message() != null;
        xml.writeStartElement("testsuite");
        attribute("name", name);
        List<RunReport.SubResult> parts =
                scenarios.stream().flatMap(s -> s.subresults().stream()).toList();
        List<PatchReview.Check> checks =
                report.reviewed().stream().flatMap(p -> p.checks().stream()).toList();
        attribute("tests", Integer.toString(scenarios.size() + parts.size() + checks.size() + (endedEarly ? 1 : 0)));
        attribute(
                "failures",
                Long.toString(count(scenarios, "FAIL")
                        + countParts(parts, "FAIL")
                        + countChecks(checks, "FAIL")
                        + (endedEarly && isKernelsFault() ? 1 : 0)));
        attribute(
                "errors",
                Long.toString(count(scenarios, "ERROR")
                        + countChecks(checks, "ERROR")
                        + (endedEarly && !isKernelsFault() ? 1 : 0)));
        attribute(
                "skipped",
                Long.toString(count(scenarios, "SKIP")
                        + count(scenarios, "KNOWN")
                        + countParts(parts, "SKIP")
                        + countChecks(checks, "SKIP")));
        attribute(
                "time",
                seconds(report.phases().stream()
                        .mapToDouble(RunReport.Phase::seconds)
                        .sum()));
        // The schema that Jenkins checks against wants no fraction and no zone.
        attribute("timestamp", report.started().replaceFirst("(\\.\\d+)?Z$", ""));
        properties();
        for (PatchReview patch : report.reviewed()) {
            for (PatchReview.Check check : patch.checks()) {
                check(patch, check);
            }
        }
        for (ScenarioResult scenario : scenarios) {
            testCase(scenario);
            for (RunReport.SubResult part : scenario.subresults()) {
                part(scenario, part);
            }
        }
        if (endedEarly) {
            earlyEnd(String.valueOf(report.message()));
        }
        newline(0);
        xml.writeEndElement();
    }

    private void properties() throws XMLStreamException {
        newline(1);
        xml.writeStartElement("properties");
        property("run_id", report.runId());
        RunReport.Kernel kernel = report.kernel();
        if (kernel != null) {
            property("kernel.source", kernel.source());
            property("kernel.release", kernel.release());
            property("kernel.commit", kernel.commit());
        }
        RunReport.Series series = report.series();
        if (series != null) {
            property("series", series.id());
        }
        RunReport.Invocation invocation = report.invocation();
        if (invocation != null) {
            property("kharness", invocation.version());
            property("plan", invocation.plan());
        }
        property("qemu", report.environment().qemu());
        property("toolchain", report.environment().toolchain());
        property("host", report.environment().host());
        newline(1);
        xml.writeEndElement();
    }

    private void property(String name, String value) throws XMLStreamException {
        newline(2);
        xml.writeEmptyElement("property");
        attribute("name", name);
        attribute("value", value);
    }

    private void testCase(ScenarioResult scenario) throws XMLStreamException {
        startCase(
                scenario.id()
                        + (scenario.variant().isEmpty() ? "" : " {" + scenario.variant() + "}")
                        + (scenario.via().isEmpty() ? "" : " [" + scenario.via() + "]"),
                scenario.seconds());
        switch (scenario.verdict()) {
            case "FAIL" -> outcome("failure", scenario);
            case "ERROR" -> outcome("error", scenario);
            case "SKIP" -> skipped(scenario.reason());
            case "KNOWN" -> skipped("known issue: " + scenario.reason());
            default -> element("system-out", details(scenario));
        }
        endCase();
    }

    /** A result of a test program is a test case of its own, after the scenario that ran the program. */
    private void part(ScenarioResult scenario, RunReport.SubResult part) throws XMLStreamException {
        startCase(scenario.id() + " > " + part.name(), 0);
        switch (part.verdict()) {
            case "FAIL" -> {
                newline(2);
                xml.writeEmptyElement("failure");
                attribute("message", "not ok");
                attribute("type", "FAIL");
            }
            case "SKIP" -> skipped("skipped by the test program");
            default -> {
                // a test case without children passed
            }
        }
        endCase();
    }

    /** A check of a patch is a test case of its own. */
    private void check(PatchReview patch, PatchReview.Check check) throws XMLStreamException {
        startCase(
                "patch " + patch.n() + " " + patch.subject() + " > " + check.name(),
                check.name().equals("builds") ? patch.seconds() : 0);
        String details = String.join("\n", check.details());
        switch (check.outcome()) {
            case "FAIL", "ERROR" -> {
                newline(2);
                xml.writeStartElement(check.outcome().equals("FAIL") ? "failure" : "error");
                attribute(
                        "message",
                        check.details().isEmpty() ? "" : check.details().get(0));
                attribute("type", check.outcome());
                xml.writeCharacters(PlainText.xml(details));
                xml.writeEndElement();
            }
            case "SKIP" -> skipped(details);
            default -> {
                if (!details.isEmpty()) {
                    element("system-out", details);
                }
            }
        }
        endCase();
    }

    private void outcome(String element, ScenarioResult scenario) throws XMLStreamException {
        newline(2);
        xml.writeStartElement(element);
        attribute("message", scenario.reason());
        attribute("type", scenario.verdict());
        xml.writeCharacters(PlainText.xml(details(scenario)));
        xml.writeEndElement();
    }

    private void skipped(String message) throws XMLStreamException {
        newline(2);
        xml.writeEmptyElement("skipped");
        attribute("message", message);
    }

    /** A run that judged nothing must not look like an empty, and so a green, suite. */
    private void earlyEnd(String message) throws XMLStreamException {
        startCase("run", 0);
        newline(2);
        xml.writeStartElement(isKernelsFault() ? "failure" : "error");
        attribute("message", message.lines().findFirst().orElse(""));
        attribute("type", report.verdict());
        xml.writeCharacters(PlainText.xml(message));
        xml.writeEndElement();
        endCase();
    }

    private void startCase(String name, double time) throws XMLStreamException {
        newline(1);
        xml.writeStartElement("testcase");
        attribute("classname", classname());
        attribute("name", name);
        attribute("time", seconds(time));
    }

    /**
     * Plan and kernel line: the same in every run of the plan on that line, so that readers can follow a test over time, and
     * different where the same scenario runs on several kernels.
     */
    private String classname() {
        RunReport.Invocation invocation = report.invocation();
        RunReport.Kernel kernel = report.kernel();
        String plan = invocation == null || invocation.plan().isEmpty() ? "" : "." + word(invocation.plan());
        String line = kernel == null || plan.isEmpty() ? "" : "." + line(kernel.release());
        return "kharness" + plan + line;
    }

    /** "6_12" of "6.12.7-rc1": a dot would begin another package. */
    private static String line(String release) {
        Matcher numbers = Pattern.compile("(\\d+)\\.(\\d+).*").matcher(release);
        return numbers.matches() ? numbers.group(1) + "_" + numbers.group(2) : word(release);
    }

    private static String word(String text) {
        return text.replaceAll("[^A-Za-z0-9_-]", "_");
    }

    private void endCase() throws XMLStreamException {
        newline(1);
        xml.writeEndElement();
    }

    private void element(String name, String text) throws XMLStreamException {
        newline(2);
        xml.writeStartElement(name);
        xml.writeCharacters(PlainText.xml(text));
        xml.writeEndElement();
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, PlainText.xml(value));
    }

    private void newline(int depth) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }

    private boolean isKernelsFault() {
        return report.verdict().equals("FAIL");
    }

    private static String details(ScenarioResult scenario) {
        StringBuilder text = new StringBuilder(scenario.title()).append('\n');
        text.append(scenario.verdict()).append(": ").append(scenario.reason()).append('\n');
        scenario.expected().forEach(l -> text.append("expected: ").append(l).append('\n'));
        scenario.observed().forEach(l -> text.append("observed: ").append(l).append('\n'));
        scenario.kernelReports()
                .forEach(r -> text.append("kernel: ").append(r.title()).append('\n'));
        RunReport.Console console = scenario.console();
        if (console != null) {
            text.append(console.file()).append(':').append(console.firstLine()).append('-');
            text.append(console.lastLine()).append('\n');
        }
        return text.toString();
    }

    private static long count(List<ScenarioResult> scenarios, String verdict) {
        return scenarios.stream().filter(s -> s.verdict().equals(verdict)).count();
    }

    private static long countParts(List<RunReport.SubResult> parts, String verdict) {
        return parts.stream().filter(p -> p.verdict().equals(verdict)).count();
    }

    private static long countChecks(List<PatchReview.Check> checks, String outcome) {
        return checks.stream().filter(c -> c.outcome().equals(outcome)).count();
    }

    private static String seconds(double value) {
        double finite = Double.isFinite(value) ? value : 0;
        return BigDecimal.valueOf(finite).setScale(3, RoundingMode.HALF_UP).toPlainString();
    }
}
