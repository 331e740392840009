/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.util.ArrayList;
import java.util.List;

/** Made-up nights for tests that look at pages. */
public final class SampleNights {
    private SampleNights() {}

    /** The page of a night in which something became worse. */
    public static String night() {
        return NightPage.render(
                "20260102",
                true,
                List.of(
                        new NightPage.Row(
                                "new failure",
                                "bad",
                                "stable 6.1",
                                "fsdax-rmap",
                                "two-procs.madvise",
                                "20260102",
                                "the second process was not told <b>&",
                                new NightPage.Origin(
                                        "v6.1.899 (aaaaaaaaaaaa)..v6.1.900 (bbbbbbbbbbbb)",
                                        "./kharness bisect --kernel git:/linux --good " + "a".repeat(40) + " --bad "
                                                + "b".repeat(40) + " --plan fsdax-rmap --only two-procs.madvise",
                                        "first bad commit:\ncommit " + "c".repeat(40)
                                                + "\nAuthor: A <a@example.org>\n\n    mm: forget the second process",
                                        "bisect/report.html")),
                        new NightPage.Row(
                                "fixed",
                                "good",
                                "mainline",
                                "fsdax-rmap",
                                "superblock",
                                "20251230",
                                "passes again",
                                NightPage.Origin.UNKNOWN),
                        new NightPage.Row(
                                "flaky",
                                "warn",
                                "mainline",
                                "fsdax-rmap",
                                "log-block",
                                "",
                                "failed 1 of 3 times",
                                NightPage.Origin.UNKNOWN)),
                List.of(
                        new NightPage.Run(
                                "stable 6.1",
                                "fsdax-rmap",
                                "v6.1.900",
                                "6.1.900",
                                "a1".repeat(20),
                                "1 FAIL, 374 PASS",
                                1,
                                "12.0 min, usually 6.1 min",
                                "r1/report.html"),
                        new NightPage.Run(
                                "mainline",
                                "fsdax-rmap",
                                "master",
                                "7.2.0-rc1",
                                "b2".repeat(20),
                                "375 PASS",
                                0,
                                "6.2 min",
                                "r2/report.html"),
                        new NightPage.Run(
                                "next", "fsdax-rmap", "", "", "", "could not be judged: no space left", 125, "", "")));
    }

    /** The page of all nights. */
    public static String all() {
        List<String> verdicts = List.of("PASS", "FAIL", "ERROR", "FLAKY", "KNOWN", "FIXED", "SKIP", "");
        List<String> nights = new ArrayList<>();
        List<NightsPage.Cell> cells = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            nights.add("202601" + (10 + i % 20));
            String verdict = verdicts.get(i % 8);
            cells.add(verdict.isEmpty() ? NightsPage.Cell.NONE : new NightsPage.Cell(verdict, "why", "x/report.html"));
        }
        return NightsPage.render(
                nights,
                List.of(
                        new NightsPage.Line("mainline", "fsdax-rmap", "", cells),
                        new NightsPage.Line("mainline", "fsdax-rmap", "two-procs.madvise", cells)),
                List.of(new Flake("fsdax-rmap", "log-block", 2, 3, 40, 5, 46, "20260115")));
    }
}
