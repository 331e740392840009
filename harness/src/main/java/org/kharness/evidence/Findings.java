/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.kharness.console.KernelReport;

/** Collects what the judge finds, in order; the first failure or error is the reason. */
public final class Findings {
    private final List<String> expected = new ArrayList<>();
    private final TreeSet<Integer> deciding = new TreeSet<>();
    private final List<String> failures = new ArrayList<>();
    private @Nullable String error;
    private int errorLine = Integer.MAX_VALUE;
    private int failureLine = Integer.MAX_VALUE;
    private @Nullable String complaint;
    private @Nullable String open;
    private @Nullable String skipped;
    private final List<KernelReport> complaints = new ArrayList<>();

    /** An expectation that holds, decided by these lines. */
    public void holds(String what, List<Integer> lines) {
        expected.add("ok: " + what);
        deciding.addAll(lines);
    }

    /** An expectation that does not hold. */
    public void fails(String what, String why, List<Integer> lines) {
        expected.add("FAILED: " + what + ": " + why);
        fails(what + ": " + why, lines);
    }

    /** Something that happened and must not. */
    public void fails(String why, List<Integer> lines) {
        deciding.addAll(lines);
        failures.add(why);
        lines.forEach(l -> failureLine = Math.min(failureLine, l));
    }

    /** Something that happened, must not, and explains what is missing besides: it comes before all other failures. */
    public void leads(String why, List<Integer> lines) {
        deciding.addAll(lines);
        failures.add(0, why);
    }

    /** What makes the scenario one that cannot be tried here; null where nothing does. */
    @Nullable
    public String skipped() {
        return skipped;
    }

    /** A test program says that it cannot be run here. */
    public void skips(String why, List<Integer> lines) {
        deciding.addAll(lines);
        skipped = skipped == null ? why : skipped;
    }

    /** True if a failure was seen before the harness could no longer tell: then it is the failure that decides. */
    public boolean failedBeforeError() {
        return error != null && failureLine < errorLine;
    }

    /** Something that leaves the harness unable to tell. */
    public void error(String why, List<Integer> lines) {
        deciding.addAll(lines);
        if (error == null) {
            error = why;
            errorLine = lines.stream().mapToInt(Integer::intValue).min().orElse(0);
        }
    }

    /** A complaint of the kernel that the scenario does not expect. */
    public void complaint(KernelReport report) {
        deciding.add(report.firstLine());
        complaints.add(report);
        if (complaint == null) {
            complaint = "kernel complaint: " + report.title();
        }
    }

    /** Complaints of the kernel that the scenario does not expect. */
    public List<KernelReport> complaints() {
        return complaints;
    }

    /** Expectations that failed and things that must not have happened, in the order in which they were found. */
    public List<String> failures() {
        return failures;
    }

    /** What leaves the harness unable to tell; null where nothing does. */
    @Nullable
    public String error() {
        return error;
    }

    /** An expectation that could not be looked at. */
    public void open(String what) {
        expected.add("not seen: " + what);
        if (open == null) {
            open = what;
        }
    }

    /** The first expectation that could not be looked at; null where all could. */
    @Nullable
    public String open() {
        return open;
    }

    public List<String> expected() {
        return expected;
    }

    public List<Integer> deciding() {
        return List.copyOf(deciding);
    }

    /** The first complaint in words; null where there is none. It decides before all else, since it explains what is missing. */
    public @Nullable String complaint() {
        return complaint;
    }

    /** What decided, in one line. */
    public String reason() {
        if (complaint != null) {
            return complaint;
        }
        if (error != null && !failedBeforeError()) {
            return error;
        }
        if (skipped != null && failures.isEmpty()) {
            return skipped;
        }
        return failures.isEmpty() ? "all " + expected.size() + " expectations hold" : failures.get(0);
    }
}
