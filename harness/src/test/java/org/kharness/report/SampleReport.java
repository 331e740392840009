/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.kharness.report.RunReport.Console;
import org.kharness.report.RunReport.Environment;
import org.kharness.report.RunReport.Kernel;
import org.kharness.report.RunReport.KernelComplaint;
import org.kharness.report.RunReport.Patch;
import org.kharness.report.RunReport.Phase;
import org.kharness.report.RunReport.ScenarioResult;
import org.kharness.report.RunReport.Series;

/** Made-up runs that the report tests share: every verdict, every patch state, and text that means harm. */
public final class SampleReport {
    private static final String A = "a1".repeat(20);
    private static final String B = "b2".repeat(20);
    private static final String C = "c3".repeat(20);

    private SampleReport() {}

    /** A run with one scenario of each verdict. */
    public static RunReport full() {
        return new RunReport(
                RunReport.SCHEMA,
                "20260102-030405-00ff",
                "FAIL",
                1,
                "2026-01-02T03:04:05Z",
                null,
                new Kernel("debian:6.1", "6.1.900", A, B, C, "d4".repeat(32)),
                series(),
                List.of(
                        new Phase("kernel source", 12.3456, true),
                        new Phase("apply", 0.41, false),
                        new Phase("build", 335.04, false),
                        new Phase("guest image", 0.02, true),
                        new Phase("boot", 7.25, false),
                        new Phase("scenarios", 14.5, false)),
                scenarios(),
                List.of(
                        new RunReport.ControlResult(
                                "no-kill",
                                "nobody is told",
                                "patch 6",
                                "CAUGHT",
                                List.of("two-procs"),
                                "no such signal",
                                31.5,
                                Map.of("two-procs", "FAIL")),
                        new RunReport.ControlResult(
                                "no-lsb",
                                "no granularity",
                                "before: a fix",
                                "MISSED",
                                List.of(),
                                "all pass",
                                12,
                                Map.of())),
                List.of(
                        new PatchReview(
                                1,
                                "example: add a holder",
                                "A Developer <developer@example.org>",
                                B,
                                12.5,
                                7,
                                "text +128, data 0, bss -64 bytes",
                                List.of(
                                        new PatchReview.Check("builds", "PASS", List.of("7 objects compiled")),
                                        new PatchReview.Check(
                                                "warnings",
                                                "FAIL",
                                                List.of("fs/example.c:7: unused variable <i> [-Wunused-variable]")),
                                        new PatchReview.Check(
                                                "w1",
                                                "WARN",
                                                List.of(
                                                        "fs/example.c:5: no previous prototype for 'example' [-Wmissing-prototypes] [gone again with patch 2]")))),
                        new PatchReview(
                                2,
                                "example: use it",
                                "",
                                "",
                                0,
                                0,
                                "",
                                List.of(
                                        new PatchReview.Check("applies", "WARN", List.of("merged")),
                                        new PatchReview.Check("fixes", "SKIP", List.of("no history"))),
                                "20260101-030405-00fd")),
                new Environment("QEMU 7.2.22, TCG", "gcc 12.2.0 (container)", "Debian 12, 2 CPUs, 24 GiB"),
                null,
                null,
                null,
                configurations(),
                each());
    }

    private static PatchByPatch each() {
        return new PatchByPatch(
                List.of(
                        new PatchByPatch.Kernel(0, "0a".repeat(32), -1, ""),
                        new PatchByPatch.Kernel(1, "1b".repeat(32), -1, ""),
                        new PatchByPatch.Kernel(2, "", -1, "was <not> built")),
                List.of(
                        new PatchByPatch.Track(
                                "two-procs",
                                List.of("PASS", "FAIL", ""),
                                List.of(new PatchByPatch.Change(
                                        1,
                                        0,
                                        "PASS",
                                        "FAIL",
                                        "no <such> signal",
                                        false,
                                        "PASS PASS PASS before, FAIL PASS FAIL with it"))),
                        new PatchByPatch.Track("one-proc", List.of("PASS", "PASS", ""), List.of())));
    }

    private static List<ConfigurationReview> configurations() {
        return List.of(
                new ConfigurationReview(
                        "usual", "as the run's own kernel", "PASS", 2, List.of(), 8.25, List.of(), List.of()),
                new ConfigurationReview(
                        "off:FS_EXAMPLE",
                        "without CONFIG_FS_EXAMPLE",
                        "FAIL",
                        1,
                        List.of("fs/other.c"),
                        7,
                        List.of("fs/example.c:9:3: implicit declaration of function 'example_<b>notify'"),
                        List.of("fs/example.c:11: unused variable 'n' [-Wunused-variable]")),
                new ConfigurationReview(
                        "w1",
                        "as usual, with make W=1, patch by patch",
                        "WARN",
                        2,
                        List.of(),
                        6.5,
                        List.of(),
                        List.of("told of the patch: 1")),
                new ConfigurationReview(
                        "sparse",
                        "as usual, looked at by sparse (make C=2), patch by patch",
                        "SKIP",
                        0,
                        List.of(),
                        0,
                        List.of(),
                        List.of("the program sparse is not where kernels are built")));
    }

    /** A run that ended before it booted anything. */
    public static RunReport endedEarly(String verdict, int exitCode, String message) {
        return new RunReport(
                RunReport.SCHEMA,
                "20260102-030405-00fe",
                verdict,
                exitCode,
                "2026-01-02T03:04:05.250Z",
                message,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new Environment("", "", "Debian 12"),
                null,
                null);
    }

    /** A run of many scenarios, of which four failed and one prints what means harm; their logs are written to a folder. */
    static RunReport many(Path runDir, int count) throws IOException {
        List<String> ways = List.of("madvise", "hwpoison-pfn", "machine-check");
        List<ScenarioResult> all = new java.util.ArrayList<>();
        for (int i = 1; i <= count; i++) {
            String way = ways.get(i % 3);
            String id = "scenario-" + i / 3 + "." + way;
            String file = id + ".log";
            String said =
                    i == 374 ? "</script><script>harm=1</script><img src=x onerror=harm=1>\u2028" : "scenario " + i;
            Files.writeString(runDir.resolve(file), log(id, i, said));
            String verdict = i % 100 == 50 ? "FAIL" : i % 20 == 3 ? "KNOWN" : "PASS";
            all.add(new ScenarioResult(
                    id,
                    "a title that is as long as those of real scenarios are, number " + i,
                    way,
                    verdict,
                    verdict.equals("PASS") ? "all 3 expectations hold" : "the second process was not told within 5 s",
                    0.5,
                    List.of("ok: SIGBUS to A: BUS_MCEERR_AR", "ok: kernel complaint \"XFS\"", "ok: no bad blocks"),
                    List.of("SIGBUS to A: BUS_MCEERR_AR, si_addr m+0x2000", said),
                    new Console(file, 1, 40, List.of(6, 7), "b".repeat(64)),
                    List.of(new KernelComplaint("XFS", "XFS shutdown in x", "x", "XFS/x", 6)),
                    List.of(),
                    "",
                    i % 2 == 0 ? List.of("sigbus") : List.of("sigbus", "reflink")));
        }
        return full().with(all);
    }

    private static String log(String id, int i, String said) {
        StringBuilder log = new StringBuilder();
        for (int n = 1; n <= 40; n++) {
            String text = switch (n) {
                case 1 -> "kharness: {\"n\":1,\"ev\":\"begin\",\"scenario\":\"" + id + "\"}";
                case 3 -> "kharness: {\"n\":2,\"ev\":\"done\",\"step\":\"s1\",\"verb\":\"file\",\"errno\":\"0\"}";
                case 5 -> said;
                case 6 -> "XFS (pmem0): shutting down";
                case 7 ->
                    "kharness: {\"n\":3,\"ev\":\"sigbus\",\"process\":\"A\",\"code\":4,\"map\":\"m\",\"at\":8192,\"lsb\":12,\"during\":\"touch\"}";
                case 9 -> "kharness: {\"n\":4,\"ev\":\"exit\",\"process\":\"B\",\"signal\":7,\"status\":0}";
                default -> "Memory failure: 0x10" + (i * 7919 + n) + ": recovery action for dax page: Recovered";
            };
            log.append(String.format("[%5d.%06d] %s\r\n", 5 + n / 20, (i + n) * 7919 % 1_000_000, text));
        }
        return log.toString();
    }

    /** A bisect that narrowed it down to one commit. */
    public static RunReport bisected() {
        RunReport full = full();
        List<BisectAnswer.Step> steps = List.of(
                new BisectAnswer.Step(A, "example: the older end", "GOOD", 0, 0, 5, "", 60),
                new BisectAnswer.Step(B, "example: the newer end", "BAD", 60, 5, 5, "", 62),
                new BisectAnswer.Step(C, "example: half way", "SKIP", 30, 0, 0, "it does not build", 12),
                new BisectAnswer.Step(A, "example: a quarter", "BAD", 31, 2, 3, "", 45));
        return new RunReport(
                full.schema(),
                full.runId(),
                "PASS",
                0,
                full.started(),
                null,
                full.kernel(),
                null,
                full.phases(),
                List.of(),
                List.of(),
                List.of(),
                full.environment(),
                null,
                new BisectAnswer(
                        "scenario",
                        false,
                        "two-procs: the second process was not told",
                        A,
                        B,
                        60,
                        List.of(new BisectAnswer.Suspect(
                                B,
                                "example: break it",
                                "A Developer <developer@example.org>",
                                0.9871,
                                List.of(
                                        " fs/example.c | 12 ++++++------",
                                        " 1 file changed, 6 insertions(+), 6 deletions(-)"))),
                        true,
                        0.6,
                        0.01,
                        steps));
    }

    /** Writes the console log that {@link #full()} names. */
    static void writeConsole(Path runDir) throws IOException {
        StringBuilder log = new StringBuilder();
        for (int n = 1; n <= 700; n++) {
            log.append(String.format("[%5d.%06d] %s\r\n", n / 20, n * 7919 % 1_000_000, line(n)));
        }
        Files.writeString(runDir.resolve("console.log"), log, StandardCharsets.UTF_8);
    }

    private static String line(int n) {
        return switch (n) {
            case 12 -> "kharness: {\"ev\":\"begin\",\"scenario\":\"two-procs\"}";
            case 15 -> "Made-up: Killing victim:101 due to hardware memory corruption";
            case 18 -> "kharness: {\"ev\":\"signal\",\"pid\":101,\"si_code\":4,\"lsb\":12}";
            case 22 -> "kharness: {\"ev\":\"signal\",\"pid\":102,\"si_code\":5,\"lsb\":12}";
            case 120 -> "WARNING: CPU: 1 PID: 7 at fs/example.c:33 example_share+0x1/0x2";
            case 121 -> "\033[31mred\033[0m <script>alert('console')</script> \u202Eright to left \000 end";
            case 640 -> "kharness: {\"ev\":\"end\",\"scenario\":\"late-kill\"}";
            default -> "example: line " + n + " of the guest's log";
        };
    }

    private static Series series() {
        return new Series(
                "example-v3",
                List.of(
                        patch(1, "example: add a holder", "applied", "2 hunks where their headers say"),
                        patch(2, "example: use it", "applied-with-offset", "fs/example.c:120 instead of 117"),
                        patch(3, "mm: split a helper", "already-there", "applies in reverse, nothing left"),
                        patch(4, "xfs: tell the owners", "upstream-in-another-form", "symbol example_notify is there"),
                        patch(5, "dax: \"odd\" <b>subject</b> & more", "dropped", "its author dropped it in v10")));
    }

    private static Patch patch(int n, String subject, String state, String evidence) {
        return new Patch(
                n,
                subject,
                n == 5 ? "" : A,
                state,
                evidence,
                n < 3 ? B : "",
                n < 4 ? List.of("two-procs") : List.of(),
                n == 3 ? List.of("shared-extent") : List.of());
    }

    private static List<ScenarioResult> scenarios() {
        return List.of(
                new ScenarioResult(
                        "two-procs",
                        "two processes map one DAX file, one of them poisons it",
                        "madvise",
                        "PASS",
                        "both were told: 101 BUS_MCEERR_AR, 102 BUS_MCEERR_AO",
                        1.25,
                        List.of("101: SIGBUS BUS_MCEERR_AR at 0x1000, lsb 12", "102: SIGBUS BUS_MCEERR_AO, lsb 12"),
                        List.of("101: SIGBUS BUS_MCEERR_AR at 0x1000, lsb 12", "102: SIGBUS BUS_MCEERR_AO, lsb 12"),
                        new Console("console.log", 10, 30, List.of(15, 18, 22), "a".repeat(64)),
                        List.of(),
                        List.of(
                                new RunReport.SubResult("suite/first", "PASS", 20),
                                new RunReport.SubResult("suite/second", "SKIP", 21)),
                        ""),
                new ScenarioResult(
                        "shared-extent",
                        "two files share a block by reflink",
                        "hwpoison-pfn",
                        "FAIL",
                        "the second file's process was not told; WARNING in example_share",
                        0.8,
                        List.of("201: SIGBUS", "202: SIGBUS"),
                        List.of("201: SIGBUS <img src=x onerror=alert(1)>", "202: \uD800 nothing within 5 s"),
                        new Console("console.log", 100, 690, List.of(118, 640), ""),
                        List.of(new KernelComplaint(
                                "WARNING",
                                "WARNING in example_share",
                                "example_share",
                                "WARNING/example_share",
                                120,
                                List.of(
                                        "RIP: example_share+0x1f/0x40 fs/example.c:12",
                                        "example_check fs/<example>.h:7 (inlined)",
                                        "example_remap+0x2/0x9 fs/example.c:99"))),
                        List.of(),
                        ""),
                bare("superblock", "KNOWN", "shutdown comes late (issue example-12, kernels 6.1 to 6.5)"),
                bare("bnobt", "FIXED", "issue example-9 no longer shows"),
                bare("realtime", "SKIP", "CONFIG_XFS_RT is not set"),
                bare("log-block", "ERROR", "the console log ends in mid-line"));
    }

    private static ScenarioResult bare(String id, String verdict, String reason) {
        return new ScenarioResult(
                id, "title of " + id, "", verdict, reason, 0.1, List.of(), List.of(), null, List.of(), List.of(), "");
    }
}
