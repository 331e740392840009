/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import java.nio.file.Path;
import java.util.Map;
import org.kharness.cache.Cache;

/** Writes what a run leaves behind for machines and people; each file appears whole or not at all. */
public final class ReportWriter {
    private ReportWriter() {}

    /**
     * Writes report.json, junit.xml, results.ktap, kcidb.json, report.html, and presubmit.sarif where patches were checked.
     *
     * @param runDir the run's folder; the console logs that the report names are in it already
     */
    public static void write(RunReport report, Path runDir) {
        Cache.write(runDir.resolve("report.json"), ReportJson.write(report));
        Cache.write(runDir.resolve("junit.xml"), JUnitXml.write(report));
        Cache.write(runDir.resolve("results.ktap"), Ktap.write(report));
        Cache.write(runDir.resolve("kcidb.json"), Kcidb.write(report));
        if (!report.presubmit().isEmpty()) {
            Cache.write(runDir.resolve("presubmit.sarif"), Sarif.write(report));
        }
        Cache.write(runDir.resolve("report.html"), HtmlPage.render(report, runDir));
    }

    /** Several runs as one junit.xml, a suite each, by the suites' names. */
    public static String junit(Map<String, RunReport> runs) {
        return JUnitXml.write(runs);
    }
}
