/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.SmallKernel;

/** What a night leaves for mails and for KCIDB. */
class NightFilesTest {
    private static final Pattern ID = Pattern.compile("[a-z0-9_]+:[^\0]*");
    private static final Pattern TREE_PATH = Pattern.compile("([a-zA-Z0-9_-]+(\\.[a-zA-Z0-9_-]+)*)?");
    private static final Set<String> STATUS = Set.of("FAIL", "ERROR", "MISS", "PASS", "DONE", "SKIP");
    /** What of KCIDB's properties is used here; anything else would be refused. Those that must be there are in capitals. */
    private static final Map<String, List<String>> PROPERTIES = Map.of(
            "checkouts",
            List.of(
                    "ID",
                    "ORIGIN",
                    "tree_name",
                    "git_repository_url",
                    "git_commit_hash",
                    "git_commit_name",
                    "start_time",
                    "valid",
                    "log_excerpt",
                    "patchset_hash",
                    "misc"),
            "builds",
            List.of(
                    "ID",
                    "ORIGIN",
                    "CHECKOUT_ID",
                    "architecture",
                    "config_name",
                    "status",
                    "log_excerpt",
                    "compiler",
                    "misc"),
            "tests",
            List.of(
                    "ID",
                    "ORIGIN",
                    "BUILD_ID",
                    "path",
                    "status",
                    "comment",
                    "start_time",
                    "duration",
                    "environment",
                    "log_excerpt",
                    "misc"),
            "issues",
            List.of("ID", "ORIGIN", "VERSION", "comment", "culprit"),
            "incidents",
            List.of("ID", "ORIGIN", "ISSUE_ID", "ISSUE_VERSION", "test_id", "present"));

    @TempDir
    Path dir;

    @Test
    void kcidbAcceptsANight() throws Exception {
        JsonNode root =
                new JsonMapper().readTree(night(dir).resolve("kcidb.json").toFile());
        assertThat(complaints(root)).isEmpty();
        assertThat(ids(root, "checkouts"))
                .as("nothing is told of a kernel that nobody could judge")
                .containsExactly(
                        "kharness:2026-03-02:next",
                        "kharness:2026-03-02:a",
                        "kharness:2026-03-02:b",
                        "kharness:2026-03-02:c",
                        "kharness:2026-03-02:d");
        assertThat(statuses(root, "builds")).containsExactly("PASS", "PASS", "FAIL", "PASS");
        assertThat(root.at("/checkouts/0/git_commit_name").asText()).isEqualTo("v6.1");
        assertThat(root.at("/checkouts/4/valid").asBoolean()).isFalse();
        assertThat(root.at("/builds/2/log_excerpt").asText()).isEqualTo("fs/dax.c:1: error: no");
        assertThat(ids(root, "incidents")).containsExactly("kharness:2026-03-02:next:smoke:2:known");
        List<String> tests = new ArrayList<>();
        root.get("tests")
                .forEach(t -> tests.add(t.get("id").asText().replaceFirst("kharness:2026-03-02:", "") + " "
                        + t.get("path").asText() + " " + t.get("status").asText()));
        assertThat(tests)
                .containsExactly(
                        "next:boot boot PASS",
                        "next:smoke:1 kharness.smoke.one PASS",
                        "next:smoke:2 kharness.smoke.two FAIL",
                        "a:boot boot PASS",
                        "a:smoke:1 kharness.smoke.one FAIL",
                        "a:smoke:2 kharness.smoke.two DONE",
                        "c:boot boot FAIL");
    }

    /** The rules are no use unless they find what is wrong. */
    @Test
    void theRulesFindWhatIsWrong() throws Exception {
        String good = Files.readString(night(dir).resolve("kcidb.json"));
        for (String[] change : new String[][] {
            {"\"architecture\"", "\"arch\""},
            {"\"status\" : \"DONE\"", "\"status\" : \"FLAKY\""},
            {"kharness.smoke.one", "kharness/smoke"},
            {"\"origin\" : \"kharness\"", "\"origin\" : \"K\""},
            {"\"build_id\"", "\"misc\""},
        }) {
            assertThat(good).contains(change[0]);
            assertThat(complaints(new JsonMapper().readTree(good.replaceFirst(Pattern.quote(change[0]), change[1]))))
                    .as(change[1])
                    .isNotEmpty();
        }
    }

    @Test
    void aDigestTellsWhatIsNewAndTheMailIsADraft() throws Exception {
        Path night = night(dir);
        String digest = Files.readString(night.resolve("digest.txt"));
        assertThat(digest)
                .startsWith("night of 2026-03-02: 3 broken, 1 new failure, 1 not judged, 1 flaky\n")
                .contains("\nNEW FAILURE: one\n  a, smoke: made up\n")
                .contains("\nFLAKY: two\n  a, smoke: failed 2 of 3 times: made up (fails by chance ")
                .contains("\nBROKEN\n  b, smoke: does not build: fs/dax.c:1: error: no\n")
                .contains("  next, smoke: 1 PASS, 1 KNOWN; 6.1.0, v6.1, commit ")
                .contains("  e, smoke: could not be judged: no engine\n")
                .endsWith("Reports: " + night + "\n");
        assertThat(digest.lines()).allMatch(l -> l.length() < 900);
        String mail = Files.readString(night.resolve("digest.eml"));
        assertThat(mail.substring(0, mail.indexOf("\n\n"))).isEqualTo("""
                From: YOUR NAME <YOUR ADDRESS>
                To: list@example.org,
                 Me <me@example.org>
                Subject: [kharness] night of 2026-03-02: 3 broken, 1 new failure, 1 not judged, 1 flaky
                MIME-Version: 1.0
                Content-Type: text/plain; charset=UTF-8
                Content-Transfer-Encoding: 8bit
                X-Unsent: 1""");
        assertThat(mail).endsWith(digest);
    }

    @Test
    void aNightWithoutNewsSaysSo() throws Exception {
        PlannedNights nights = new PlannedNights(dir, (k, s) -> s.isEmpty() ? "" : "PASS", r -> {});
        Path config = nights.config("n.yaml", "{schema: 1, plans: [smoke], kernels: [{name: a, source: 'debian:a'}]}");
        NightlyJob.Outcome outcome = nights.night(config);
        assertThat(outcome.folder().resolve(outcome.night().id()).resolve("digest.txt"))
                .content()
                .startsWith(
                        "night of 2026-03-01: nothing failed, and nothing changed\n\nWhat was run:\n  a, smoke: 2 PASS");
    }

    /** A night of six kernels: well, worse, not built, not booted, not applied, not judged. */
    static Path night(Path dir) throws Exception {
        Path remote = dir.resolve("linux");
        if (Files.notExists(remote)) {
            try (SmallKernel kernel = new SmallKernel(remote)) {
                kernel.tag("v6.1");
            }
        }
        Map<String, String> whole = Map.of(
                "debian:b", "4 fs/dax.c:1: error: no",
                "debian:c", "5 panic\u001b[31m",
                "debian:d", "3 patch 2 does not apply",
                "debian:e", "125 no engine");
        int[] night = {0};
        int[] twos = {0};
        PlannedNights nights = new PlannedNights(
                dir,
                (k, s) -> night[0] == 0
                        ? s.isEmpty() ? "" : "PASS 2"
                        : s.isEmpty()
                                ? whole.getOrDefault(k, "")
                                : k.startsWith("remote:") && s.equals("two")
                                        ? "KNOWN"
                                        : k.equals("debian:a") && (s.equals("one") || twos[0]++ % 2 == 0)
                                                ? "FAIL"
                                                : "PASS",
                r -> {});
        Path config = nights.config("nightly.yaml", """
                schema: 1
                mail-to: [list@example.org, Me <me@example.org>]
                plans: [smoke]
                kernels:
                  - {name: next, source: "remote:file://%s@v6.*"}
                  - {name: a, source: debian:a}
                  - {name: b, source: debian:b}
                  - {name: c, source: debian:c}
                  - {name: d, source: debian:d}
                  - {name: e, source: debian:e}
                """.formatted(remote));
        nights.night(config);
        night[0] = 1;
        NightlyJob.Outcome outcome = nights.night(config);
        return outcome.folder().resolve(outcome.night().id());
    }

    private static List<String> ids(JsonNode root, String type) {
        List<String> ids = new ArrayList<>();
        root.get(type).forEach(o -> ids.add(o.get("id").asText()));
        return ids;
    }

    private static List<String> statuses(JsonNode root, String type) {
        List<String> all = new ArrayList<>();
        root.get(type).forEach(o -> all.add(o.get("status").asText()));
        return all;
    }

    private static List<String> complaints(JsonNode root) {
        List<String> wrong = new ArrayList<>();
        if (root.at("/version/major").asInt() != 5 || root.at("/version/minor").asInt() > 3) {
            wrong.add("version");
        }
        PROPERTIES.forEach((type, properties) -> {
            Set<String> ids = new HashSet<>();
            for (JsonNode object : root.get(type)) {
                object(type, object, properties, wrong);
                if (!ids.add(object.path("id").asText())) {
                    wrong.add(type + ": twice " + object.get("id"));
                }
            }
        });
        referred(root, "builds", "checkout_id", "checkouts", wrong);
        referred(root, "tests", "build_id", "builds", wrong);
        referred(root, "incidents", "test_id", "tests", wrong);
        return wrong;
    }

    private static void object(String type, JsonNode object, List<String> properties, List<String> wrong) {
        object.fieldNames().forEachRemaining(name -> {
            if (properties.stream().noneMatch(p -> p.equalsIgnoreCase(name))) {
                wrong.add(type + ": unknown " + name);
            }
            JsonNode value = object.get(name);
            String text = value.asText();
            boolean right = switch (name) {
                case "origin" -> text.matches("[a-z0-9_]+");
                case "path" -> TREE_PATH.matcher(text).matches();
                case "status" -> STATUS.contains(text);
                case "git_commit_hash" -> text.matches("[0-9a-f]{40}");
                case "git_repository_url" -> text.startsWith("https://");
                case "architecture" -> text.matches("[a-z0-9_]*");
                case "patchset_hash" -> text.matches("|[0-9a-f]{64}");
                case "log_excerpt" -> text.length() <= 16384 && !text.contains("\0");
                case "duration" -> value.isNumber();
                case "valid", "present" -> value.isBoolean();
                case "misc", "environment", "culprit" -> value.isObject();
                default -> !name.endsWith("id") || ID.matcher(text).matches();
            };
            if (!right) {
                wrong.add(type + ": " + name + " " + value);
            }
        });
        properties.stream()
                .filter(p -> p.equals(p.toUpperCase(java.util.Locale.ROOT)))
                .filter(p -> !object.has(p.toLowerCase(java.util.Locale.ROOT)))
                .forEach(p -> wrong.add(type + ": no " + p));
    }

    private static void referred(JsonNode root, String from, String by, String to, List<String> wrong) {
        Set<String> there = new HashSet<>(ids(root, to));
        root.get(from).forEach(o -> {
            if (!there.contains(o.path(by).asText())) {
                wrong.add(from + ": nothing is " + o.get(by));
            }
        });
    }
}
