/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.ExitCode;
import org.kharness.nightly.KernelNight.Result;
import org.kharness.report.PlainText;
import org.kharness.report.RunReport;

/**
 * A night as KCIDB takes it, version 5.3 of its I/O format (kcidb-io, kcidb_io/schema/v05_03.py): a checkout and a build for each
 * kernel, a test for every scenario of its plans, and one that tells whether it boots. Kernels that nobody could judge are not
 * told of. What is flaky is DONE, which is KCIDB's word for a test that ended and leaves open what the code is worth.
 */
final class NightKcidb {
    private static final String ORIGIN = "kharness";
    private static final int HASH_DIGITS = 40;
    /** KCIDB's limit of an excerpt. */
    private static final int EXCERPT = 16384;

    private final Night night;
    private final NightlyConfig config;
    private final Map<String, RunReport> reports;
    private final ObjectNode root = JsonNodeFactory.instance.objectNode();
    private final ArrayNode checkouts;
    private final ArrayNode builds;
    private final ArrayNode tests;
    private final ArrayNode issues;
    private final ArrayNode incidents;
    private final Set<String> told = new HashSet<>();

    private NightKcidb(Night night, NightlyConfig config, Map<String, RunReport> reports) {
        this.night = night;
        this.config = config;
        this.reports = reports;
        root.putObject("version").put("major", 5).put("minor", 3);
        checkouts = root.putArray("checkouts");
        builds = root.putArray("builds");
        tests = root.putArray("tests");
        issues = root.putArray("issues");
        incidents = root.putArray("incidents");
    }

    /**
     * As JSON.
     *
     * @param reports the runs' own reports, by "KERNEL/PLAN"; where one is missing less is told
     */
    static String write(Night night, NightlyConfig config, List<KernelNight> runs, Map<String, RunReport> reports) {
        NightKcidb kcidb = new NightKcidb(night, config, reports);
        runs.forEach(kcidb::run);
        return kcidb.root.toPrettyString() + "\n";
    }

    private void run(KernelNight run) {
        int code = run.exitCode();
        boolean applied = code != ExitCode.NOT_APPLIED.code();
        boolean judged = code == ExitCode.PASS.code()
                || code == ExitCode.FAIL.code()
                || !run.results().isEmpty();
        boolean kernels = judged || !applied || code == ExitCode.NOT_BUILT.code() || code == ExitCode.NOT_BOOTED.code();
        if (!kernels) {
            return;
        }
        RunReport report = reports.get(run.kernel() + "/" + run.plan());
        if (told.add("checkout " + run.kernel())) {
            checkout(run, report);
        }
        if (!applied) {
            return;
        }
        if (told.add("build " + run.kernel())) {
            build(run, report);
        }
        if (code == ExitCode.NOT_BUILT.code()) {
            return;
        }
        if (told.add("boot " + run.kernel())) {
            ObjectNode boot = own(tests, run.kernel() + ":boot");
            boot.put("build_id", id(run.kernel() + ":build"))
                    .put("path", "boot")
                    .put("status", code == ExitCode.NOT_BOOTED.code() ? "FAIL" : "PASS");
            excerpt(boot, run.message());
        }
        int number = 0;
        for (Result result : run.results()) {
            test(run, result, ++number, report);
        }
    }

    private String id(String what) {
        return ORIGIN + ":" + night.id() + ":" + what;
    }

    private ObjectNode own(ArrayNode array, String what) {
        return array.addObject().put("id", id(what)).put("origin", ORIGIN);
    }

    private void checkout(KernelNight run, @Nullable RunReport report) {
        ObjectNode checkout = own(checkouts, run.kernel());
        checkout.put("tree_name", run.kernel().replaceFirst("\\+.*", ""));
        NightlyConfig.@Nullable Kernel kernel = config.kernel(run.kernel());
        if (kernel != null && kernel.source().startsWith("remote:https://")) {
            checkout.put(
                    "git_repository_url", BisectLine.repository(kernel.source()).substring("remote:".length()));
        }
        if (run.tested().base().length() == HASH_DIGITS) {
            checkout.put("git_commit_hash", run.tested().base());
        }
        String name =
                run.tested().name().isEmpty() ? run.release() : run.tested().name();
        if (!name.isEmpty()) {
            checkout.put("git_commit_name", clean(name));
        }
        checkout.put("start_time", night.started().toString());
        checkout.put("valid", run.exitCode() != ExitCode.NOT_APPLIED.code());
        if (run.exitCode() == ExitCode.NOT_APPLIED.code()) {
            excerpt(checkout, run.message());
        }
        if (report != null && report.series() != null) {
            checkout.putObject("misc").put("series", clean(report.series().id()));
        } else if (kernel == null || kernel.series() == null) {
            checkout.put("patchset_hash", "");
        }
    }

    private void build(KernelNight run, @Nullable RunReport report) {
        ObjectNode build = own(builds, run.kernel() + ":build");
        build.put("checkout_id", id(run.kernel())).put("architecture", "x86_64");
        String variant = BisectLine.variant(run.kernel());
        build.put("config_name", variant.isEmpty() ? "kharness" : "kharness+" + variant);
        build.put("status", run.exitCode() == ExitCode.NOT_BUILT.code() ? "FAIL" : "PASS");
        if (run.exitCode() == ExitCode.NOT_BUILT.code()) {
            excerpt(build, run.message());
        }
        if (report != null && !report.environment().toolchain().isEmpty()) {
            build.put("compiler", clean(report.environment().toolchain()));
        }
    }

    private void test(KernelNight run, Result result, int number, @Nullable RunReport report) {
        String own = run.kernel() + ":" + run.plan() + ":" + number;
        ObjectNode test = own(tests, own);
        test.put("build_id", id(run.kernel() + ":build"))
                .put("path", path(run.plan(), result.scenario()))
                .put("status", status(result))
                .put("comment", clean(result.reason()))
                .put("start_time", night.started().toString());
        if (result.pace().seconds() > 0) {
            test.put("duration", Math.round(result.pace().seconds() * 1000) / 1000.0);
        }
        if (report != null) {
            test.putObject("environment")
                    .put("comment", clean(report.environment().qemu()));
        }
        test.putObject("misc")
                .put("scenario", clean(result.scenario()))
                .put("verdict", result.verdict())
                .put("flaky", result.flaky())
                .put("tries", result.tries())
                .put("failures", result.failures());
        if (result.verdict().equals("KNOWN")) {
            known(path(run.plan(), result.scenario()), own, result);
        }
    }

    /** KCIDB tells what is known from what is new by an incident of an issue. */
    private void known(String path, String test, Result result) {
        String issue = ORIGIN + ":known:" + path;
        if (told.add("issue " + path)) {
            issues.addObject()
                    .put("id", issue)
                    .put("origin", ORIGIN)
                    .put("version", 1)
                    .put("comment", clean(result.reason()))
                    .putObject("culprit")
                    .put("code", true);
        }
        own(incidents, test + ":known")
                .put("issue_id", issue)
                .put("issue_version", 1)
                .put("test_id", id(test))
                .put("present", true);
    }

    private static void excerpt(ObjectNode object, String message) {
        if (!message.isEmpty()) {
            object.put("log_excerpt", clean(message.substring(0, Math.min(EXCERPT, message.length()))));
        }
    }

    private static String status(Result result) {
        if (result.flaky()) {
            return "DONE";
        }
        return switch (result.verdict()) {
            case "PASS", "FIXED" -> "PASS";
            case "FAIL", "KNOWN" -> "FAIL";
            case "SKIP" -> "SKIP";
            default -> "ERROR";
        };
    }

    /** Words with dots between. */
    private static String path(String plan, String scenario) {
        StringBuilder path = new StringBuilder("kharness.")
                .append(word(plan.replaceFirst(".*/", "").replaceFirst("\\.ya?ml$", "")));
        for (String part : scenario.split("\\.", -1)) {
            path.append('.').append(word(part));
        }
        return path.toString();
    }

    private static String word(String text) {
        return text.isEmpty() ? "_" : text.replaceAll("[^A-Za-z0-9_-]", "_");
    }

    private static String clean(String text) {
        return PlainText.encodable(text).replace("\0", "");
    }
}
