/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run as report.json holds it; the JSON schema beside the writer documents each field for readers.
 *
 * <p>Longer than a class should be: the records are one document, and its parts are read beside each other.
 *
 * @param schema version of the format, counted up when a reader would misunderstand
 * @param runId the run's folder name under reports/
 * @param verdict the run's verdict: PASS, FAIL or ERROR
 * @param exitCode what the process ends with
 * @param started UTC, ISO 8601
 * @param message why the run ended early; null for a run that judged its scenarios
 * @param kernel the kernel; null where the run ended before it was known
 * @param series the series; null where none was asked for or the run ended before
 * @param phases the stages with their wall time, in order
 * @param scenarios one entry per scenario of the plan, in plan order
 * @param controls kernels broken on purpose, and what caught each; empty for any other run
 * @param presubmit what was checked on each patch before the scenarios; empty for any other run
 * @param environment what the run ran on
 * @param against the same scenarios on the kernel before the series; null where that was not asked for
 * @param bisect what a bisect found; null for any other run
 * @param invocation what was asked of which harness; null in reports from before it was noted
 * @param configurations what came of the series' files in configurations of the kernel; empty for a run that tried none
 * @param each the plan on every kernel on the way; null for a run that did not try that
 */
public record RunReport(
        int schema,
        @JsonProperty("run_id") String runId,
        String verdict,
        @JsonProperty("exit_code") int exitCode,
        String started,
        @Nullable String message,
        @Nullable Kernel kernel,
        @Nullable Series series,
        List<Phase> phases,
        List<ScenarioResult> scenarios,
        List<ControlResult> controls,
        List<PatchReview> presubmit,
        Environment environment,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Against against,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable BisectAnswer bisect,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Invocation invocation,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ConfigurationReview> configurations,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable PatchByPatch each) {
    /** The version this class writes. */
    public static final int SCHEMA = 1;

    public RunReport {
        phases = List.copyOf(phases);
        scenarios = List.copyOf(scenarios);
        controls = List.copyOf(controls);
        presubmit = List.copyOf(presubmit);
        configurations = configurations == null ? List.of() : List.copyOf(configurations);
    }

    /** A run of which nobody noted what was asked. */
    public RunReport(
            int schema,
            String runId,
            String verdict,
            int exitCode,
            String started,
            @Nullable String message,
            @Nullable Kernel kernel,
            @Nullable Series series,
            List<Phase> phases,
            List<ScenarioResult> scenarios,
            List<ControlResult> controls,
            List<PatchReview> presubmit,
            Environment environment,
            @Nullable Against against,
            @Nullable BisectAnswer bisect) {
        this(
                schema,
                runId,
                verdict,
                exitCode,
                started,
                message,
                kernel,
                series,
                phases,
                scenarios,
                controls,
                presubmit,
                environment,
                against,
                bisect,
                null,
                List.of(),
                null);
    }

    /**
     * A run of which no more is told than how it ended and its scenarios.
     *
     * @param runId the run's folder name
     * @param started UTC, ISO 8601
     * @param message why it ended early; null if it judged its scenarios
     * @param kernel null where it is not known
     */
    public static RunReport brief(
            String runId,
            String verdict,
            int exitCode,
            String started,
            @Nullable String message,
            @Nullable Kernel kernel,
            List<ScenarioResult> scenarios) {
        return new RunReport(
                SCHEMA,
                runId,
                verdict,
                exitCode,
                started,
                message,
                kernel,
                null,
                List.of(),
                scenarios,
                List.of(),
                List.of(),
                new Environment("", "", ""),
                null,
                null);
    }

    /** The same with other verdicts of scenarios. */
    public RunReport with(List<ScenarioResult> others) {
        return copy(others, invocation);
    }

    /** The same, and what was asked. */
    public RunReport asked(Invocation what) {
        return copy(scenarios, what);
    }

    /** The configurations that are about all patches together: what others found is among the checks of the patches. */
    public List<ConfigurationReview> ofAllPatches() {
        return configurations.stream()
                .filter(c ->
                        presubmit.stream().allMatch(p -> p.outcome(c.name()).isEmpty()))
                .toList();
    }

    /** The patches under review, and the whole series as number 0 where its files were compiled in configurations. */
    List<PatchReview> reviewed() {
        if (ofAllPatches().isEmpty()) {
            return presubmit;
        }
        List<PatchReview> all = new ArrayList<>(presubmit);
        all.add(new PatchReview(
                0,
                "all patches, in configurations",
                "",
                "",
                0,
                0,
                "",
                ofAllPatches().stream()
                        .map(c -> new PatchReview.Check(
                                c.name(),
                                c.outcome(),
                                c.found().stream()
                                        .map(ConfigurationReview.Finding::text)
                                        .toList()))
                        .toList()));
        return all;
    }

    private RunReport copy(List<ScenarioResult> others, @Nullable Invocation what) {
        return new RunReport(
                schema,
                runId,
                verdict,
                exitCode,
                started,
                message,
                kernel,
                series,
                phases,
                others,
                controls,
                presubmit,
                environment,
                against,
                bisect,
                what,
                configurations,
                each);
    }

    /**
     * What was asked, and of what.
     *
     * @param version the harness's version
     * @param command the command line after the program's name; empty where there was none
     * @param plan the plan's name
     * @param planFile where it was read from
     */
    public record Invocation(
            String version,
            List<String> command,
            String plan,
            @JsonProperty("plan_file") String planFile) {
        /** The version of this harness. */
        public static final String VERSION = "0.1.0";

        public Invocation {
            command = List.copyOf(command);
        }
    }

    /**
     * The kernel under test. Ids are git object ids.
     *
     * @param source what the user asked for, such as "debian:6.1"
     * @param release what {@code make kernelrelease} gives, else the Makefile's version
     * @param baseCommit the commit before the series
     * @param commit the commit after it
     * @param tree the tree after it
     * @param configDigest SHA-256 of the .config; empty where the run ended before
     */
    public record Kernel(
            String source,
            String release,
            @JsonProperty("base_commit") String baseCommit,
            String commit,
            String tree,
            @JsonProperty("config_digest") String configDigest) {}

    /** The series and what became of each patch. */
    public record Series(String id, List<Patch> patches) {
        public Series {
            patches = List.copyOf(patches);
        }
    }

    /**
     * One patch.
     *
     * @param n place in the series, from 1
     * @param state a {@code PatchOutcome.State} in lower case with dashes
     * @param evidence why the state is what it is
     * @param commit the commit made or found for it; empty where there is none
     * @param provenBy ids of scenarios that name it and passed
     * @param failedBy ids of scenarios that name it and failed; both empty: not exercised in this run
     */
    public record Patch(
            int n,
            String subject,
            @JsonProperty("patch_id") String patchId,
            String state,
            String evidence,
            String commit,
            @JsonProperty("proven_by") List<String> provenBy,
            @JsonProperty("failed_by") List<String> failedBy) {
        public Patch {
            provenBy = List.copyOf(provenBy);
            failedBy = List.copyOf(failedBy);
        }
    }

    /** A stage, its wall time in seconds, and whether its result came from the cache. */
    public record Phase(String name, double seconds, boolean cached) {}

    /**
     * One scenario's verdict.
     *
     * @param via how memory was poisoned
     * @param verdict PASS, FAIL, KNOWN, FIXED, SKIP or ERROR
     * @param reason one line: what decided
     * @param seconds wall time of the scenario on its machine
     * @param expected what was expected, a line each
     * @param observed what was seen, a line each
     * @param console where it is in the console log; null where there is none
     * @param kernelReports the kernel's complaints during the scenario
     * @param subresults of test programs that speak KTAP
     * @param variant how the kernel was made; empty for the usual one
     * @param tags the plan's words to choose scenarios by; none in reports from before they were noted
     */
    public record ScenarioResult(
            String id,
            String title,
            String via,
            String verdict,
            String reason,
            double seconds,
            List<String> expected,
            List<String> observed,
            @Nullable Console console,
            @JsonProperty("kernel_reports") List<KernelComplaint> kernelReports,
            List<SubResult> subresults,
            String variant,
            List<String> tags) {
        public ScenarioResult {
            variant = variant == null ? "" : variant;
            tags = tags == null ? List.of() : List.copyOf(tags);
            expected = List.copyOf(expected);
            observed = List.copyOf(observed);
            kernelReports = List.copyOf(kernelReports);
            subresults = List.copyOf(subresults);
        }

        /** A scenario without tags. */
        public ScenarioResult(
                String id,
                String title,
                String via,
                String verdict,
                String reason,
                double seconds,
                List<String> expected,
                List<String> observed,
                @Nullable Console console,
                List<KernelComplaint> kernelReports,
                List<SubResult> subresults,
                String variant) {
            this(
                    id,
                    title,
                    via,
                    verdict,
                    reason,
                    seconds,
                    expected,
                    observed,
                    console,
                    kernelReports,
                    subresults,
                    variant,
                    List.of());
        }

        /**
         * True for a complaint that is no fault: the scenario asked for it by a part of its title, or nothing that the kernel
         * said was held against it.
         */
        public boolean expects(KernelComplaint complaint) {
            return List.of("PASS", "FIXED", "SKIP").contains(verdict)
                    || expected.stream()
                            .filter(line -> line.startsWith(EXPECTED) && line.endsWith("\""))
                            .map(line -> line.substring(EXPECTED.length(), line.length() - 1))
                            .anyMatch(complaint.title()::contains);
        }

        /** How an expected complaint that appeared is told. */
        private static final String EXPECTED = "ok: kernel complaint \"";

        /** The same with another verdict. */
        public ScenarioResult as(String otherVerdict, String otherReason) {
            return new ScenarioResult(
                    id,
                    title,
                    via,
                    otherVerdict,
                    otherReason,
                    seconds,
                    expected,
                    observed,
                    console,
                    kernelReports,
                    subresults,
                    variant,
                    tags);
        }
    }

    /**
     * Where a scenario is in a console log.
     *
     * @param file relative to the run's folder
     * @param firstLine first line, from 1
     * @param lastLine last line
     * @param deciding the lines that decided, in order
     * @param sha256 of the file as it was judged; empty in reports from before it was noted
     */
    public record Console(
            String file,
            @JsonProperty("first_line") int firstLine,
            @JsonProperty("last_line") int lastLine,
            @JsonProperty("deciding_lines") List<Integer> deciding,
            String sha256) {
        public Console {
            sha256 = sha256 == null ? "" : sha256;
            deciding = List.copyOf(deciding);
        }
    }

    /**
     * A kernel that was broken on purpose.
     *
     * @param standsFor the patch of the series, or the upstream fix, whose effect it takes away
     * @param outcome CAUGHT, MISSED, SKIP (not for this kernel) or ERROR (it did not apply, build or boot)
     * @param by the scenarios that caught it: they pass on the unbroken kernel and fail here
     * @param seen what the first of them saw, or why there is none
     * @param seconds wall time, its build included
     * @param verdicts of every scenario that was run on it, by id
     */
    public record ControlResult(
            String id,
            String title,
            @JsonProperty("stands_for") String standsFor,
            String outcome,
            List<String> by,
            String seen,
            double seconds,
            Map<String, String> verdicts) {
        public ControlResult {
            by = List.copyOf(by);
            verdicts = Collections.unmodifiableMap(new LinkedHashMap<>(verdicts));
        }
    }

    /** A result of a test program: PASS, FAIL or SKIP; {@code line} is in the scenario's console file. */
    public record SubResult(String name, String verdict, int line) {}

    /**
     * A complaint of the kernel.
     *
     * @param line where it begins in the scenario's console file
     * @param trace instruction pointer and call trace with their places in the source, innermost first; empty where
     *     the kernel has no debug information
     */
    public record KernelComplaint(
            String type,
            String title,
            String function,
            String signature,
            int line,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> trace) {
        public KernelComplaint {
            trace = trace == null ? List.of() : List.copyOf(trace);
        }

        /** One whose places in the source are not known. */
        public KernelComplaint(String type, String title, String function, String signature, int line) {
            this(type, title, function, signature, line, List.of());
        }
    }

    /**
     * What the run ran on.
     *
     * @param qemu version and accelerator, such as "QEMU 7.2.22, TCG"
     * @param toolchain compiler and builder
     * @param host operating system, CPUs and memory
     */
    public record Environment(String qemu, String toolchain, String host) {}
}
