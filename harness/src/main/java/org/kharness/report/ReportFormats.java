/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

/** A run in the forms that other tools read. */
public final class ReportFormats {
    private ReportFormats() {}

    /** As report.json. */
    public static String json(RunReport report) {
        return ReportJson.write(report);
    }

    /** As KTAP (Documentation/dev-tools/ktap.rst). */
    public static String ktap(RunReport report) {
        return Ktap.write(report);
    }

    /** As KCIDB's I/O format (kernelci.org). */
    public static String kcidb(RunReport report) {
        return Kcidb.write(report);
    }

    /** What presubmit found, as SARIF 2.1.0 (OASIS). */
    public static String sarif(RunReport report) {
        return Sarif.write(report);
    }
}
