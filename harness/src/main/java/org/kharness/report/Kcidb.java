/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Set;
import org.kharness.report.RunReport.ScenarioResult;

/**
 * A run as KCIDB takes it, version 5.3 of its I/O format (kcidb-io, kcidb_io/schema/v05_03.py): one checkout, a build for every
 * variant, a test for every scenario. A known issue is a failed test with an incident of an issue, which is how KCIDB tells
 * the known from the new.
 */
final class Kcidb {
    /** Who reports; a name of the reporter's own can be put in its place before the data is sent. */
    private static final String ORIGIN = "kharness";

    private static final int MAJOR = 5;
    private static final int MINOR = 3;
    private static final int HASH_DIGITS = 40;

    private final RunReport report;
    private final ObjectNode root = JsonNodeFactory.instance.objectNode();

    private Kcidb(RunReport report) {
        this.report = report;
    }

    static String write(RunReport report) {
        Kcidb kcidb = new Kcidb(report);
        kcidb.fill();
        return kcidb.root.toPrettyString() + "\n";
    }

    private void fill() {
        root.putObject("version").put("major", MAJOR).put("minor", MINOR);
        checkout(root.putArray("checkouts").addObject());
        ArrayNode builds = root.putArray("builds");
        Set<String> variants = new LinkedHashSet<>();
        report.scenarios().forEach(s -> variants.add(s.variant()));
        if (variants.isEmpty()) {
            variants.add("");
        }
        if (report.exitCode() != 3) {
            variants.forEach(v -> build(builds.addObject(), v));
        }
        ArrayNode tests = root.putArray("tests");
        ArrayNode issues = root.putArray("issues");
        ArrayNode incidents = root.putArray("incidents");
        int number = 0;
        for (ScenarioResult scenario : report.scenarios()) {
            String id = id("test:" + ++number);
            test(tests.addObject(), id, scenario);
            if (scenario.verdict().equals("KNOWN")) {
                known(issues.addObject(), incidents.addObject(), id, scenario);
            }
        }
    }

    private String id(String what) {
        return ORIGIN + ":" + report.runId() + ":" + what;
    }

    private static void own(ObjectNode object, String id) {
        object.put("id", id).put("origin", ORIGIN);
    }

    private void checkout(ObjectNode checkout) {
        own(checkout, id("checkout"));
        checkout.put("start_time", report.started());
        // Applying is what makes a checkout valid or not.
        checkout.put("valid", report.exitCode() != 3);
        RunReport.Kernel kernel = report.kernel();
        if (kernel != null) {
            if (kernel.baseCommit().length() == HASH_DIGITS) {
                checkout.put("git_commit_hash", kernel.baseCommit());
            }
            checkout.put("git_commit_name", clean(kernel.release()));
            checkout.put("comment", clean(kernel.source()));
        }
        RunReport.Series series = report.series();
        ObjectNode misc = checkout.putObject("misc");
        if (series == null) {
            checkout.put("patchset_hash", "");
        } else {
            misc.put("series", clean(series.id()));
        }
        RunReport.Invocation invocation = report.invocation();
        if (invocation != null) {
            misc.put("kharness", invocation.version());
        }
    }

    private void build(ObjectNode build, String variant) {
        own(build, id("build" + (variant.isEmpty() ? "" : "-" + variant)));
        build.put("checkout_id", id("checkout"));
        build.put("architecture", "x86_64");
        build.put("status", report.exitCode() == 4 ? "FAIL" : report.kernel() == null ? "MISS" : "PASS");
        build.put("config_name", variant.isEmpty() ? "kharness" : "kharness+" + clean(variant));
        if (!report.environment().toolchain().isEmpty()) {
            build.put("compiler", clean(report.environment().toolchain()));
        }
        String message = report.message();
        if (message != null) {
            build.put("comment", clean(message));
        }
        RunReport.Kernel kernel = report.kernel();
        if (kernel != null && !kernel.configDigest().isEmpty()) {
            build.putObject("misc").put("config_sha256", kernel.configDigest());
        }
    }

    private void test(ObjectNode test, String id, ScenarioResult scenario) {
        own(test, id);
        test.put("build_id", id("build" + (scenario.variant().isEmpty() ? "" : "-" + scenario.variant())));
        test.put("path", path(scenario));
        test.put("status", status(scenario.verdict()));
        test.put("comment", clean(scenario.title()));
        test.put("start_time", report.started());
        test.put("duration", Math.round(scenario.seconds() * 1000) / 1000.0);
        test.putObject("environment").put("comment", clean(report.environment().qemu()));
        test.putObject("misc")
                .put("verdict", scenario.verdict())
                .put("reason", clean(scenario.reason()))
                .put("via", scenario.via());
    }

    private void known(ObjectNode issue, ObjectNode incident, String test, ScenarioResult scenario) {
        String issueId = ORIGIN + ":known:" + path(scenario);
        own(issue, issueId);
        issue.put("version", 1).put("comment", clean(scenario.reason()));
        issue.putObject("culprit").put("code", true);
        own(incident, test + ":known");
        incident.put("issue_id", issueId)
                .put("issue_version", 1)
                .put("test_id", test)
                .put("present", true);
    }

    /** A path of words with dots between, as KCIDB wants it. */
    private String path(ScenarioResult scenario) {
        RunReport.Invocation invocation = report.invocation();
        String plan = invocation == null || invocation.plan().isEmpty() ? "" : "." + word(invocation.plan());
        StringBuilder path = new StringBuilder("kharness").append(plan);
        for (String part : scenario.id().split("\\.", -1)) {
            path.append('.').append(word(part));
        }
        return path.toString();
    }

    private static String word(String text) {
        return text.isEmpty() ? "_" : text.replaceAll("[^A-Za-z0-9_-]", "_");
    }

    private static String status(String verdict) {
        return switch (verdict) {
            case "PASS", "FIXED" -> "PASS";
            case "FAIL", "KNOWN" -> "FAIL";
            case "SKIP" -> "SKIP";
            default -> "ERROR";
        };
    }

    private static String clean(String text) {
        return PlainText.encodable(text).replace("\0", "");
    }
}
