/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.SmallKernel;
import org.kharness.build.BuildWarning;
import org.kharness.build.Checkpatch.Complaint;
import org.kharness.build.Checkpatch.Level;
import org.kharness.build.KernelDoc;
import org.kharness.cache.Cache;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.TreeChange;
import org.kharness.series.PostedMail;

class ChecksTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Signed-off-by: A Developer <developer@example.org> | PASS",
                "signed-off-by: A Developer <developer@example.org> | FAIL",
                "Signed-off-by: Someone Else <developer@EXAMPLE.org> | PASS",
                "Signed-off-by: A Developer <home@example.net> | WARN",
                "Signed-off-by: Someone Else <else@example.org> | FAIL",
                "Reviewed-by: A Developer <developer@example.org> | FAIL",
            })
    void theAuthorSignsOff(String trailer, Check.Outcome expected) {
        Check check = SignOff.check("A Developer", "developer@example.org", "subject\n\ntext\n\n" + trailer + "\n");
        assertThat(check.outcome()).isEqualTo(expected);
    }

    @Test
    void fixesTagsNameCommitsOfThisHistory() throws Exception {
        try (SmallKernel kernel = new SmallKernel(dir.resolve("linux"))) {
            String broken = kernel.commit("mm: break it", Map.of("mm/a.c", "1\n"));
            String tip = kernel.commit("mm: go on", Map.of("mm/a.c", "2\n"));
            KernelTree base = kernel.obtain(tip, Cache.at(dir.resolve("cache")));
            String id = broken.substring(0, 12);
            assertThat(fixes(id + " (\"mm: break it\")", base)).isEqualTo(Check.pass("fixes"));
            assertThat(fixes(id + " (\"mm: break that\")", base).details())
                    .containsExactly("Fixes: " + id + ": that commit's subject is \"mm: break it\"");
            assertThat(fixes("0123456789ab (\"mm: break it\")", base).details())
                    .containsExactly("Fixes: 0123456789ab: no such commit");
            assertThat(fixes(id + " mm: break it", base).details().get(0)).contains("not of the form");
            assertThat(fixes(broken.substring(0, 8) + " (\"mm: break it\")", base)
                            .outcome())
                    .isEqualTo(Check.Outcome.WARN);
            assertThat(FixesTags.check("no tag\n", base).outcome()).isEqualTo(Check.Outcome.PASS);
            KernelTree earlier = kernel.obtain(broken, Cache.at(dir.resolve("cache")));
            assertThat(fixes(tip.substring(0, 12) + " (\"mm: go on\")", earlier).details())
                    .containsExactly(
                            "Fixes: " + tip.substring(0, 12) + ": that commit is not in the history of this kernel");
        }
    }

    @Test
    void withoutHistoryFixesTagsCannotBeLookedUp() throws Exception {
        try (SmallKernel kernel = new SmallKernel(dir.resolve("linux"))) {
            KernelTree base = kernel.obtain("HEAD", Cache.at(dir.resolve("cache")));
            assertThat(fixes("0123456789ab (\"x\")", base).outcome()).isEqualTo(Check.Outcome.SKIP);
        }
    }

    private static Check fixes(String tag, KernelTree base) {
        return FixesTags.check("subject\n\nFixes: " + tag + "\nSigned-off-by: A <a@b>\n", base);
    }

    @Test
    void aWarningIsNewByItsPlaceAndNotByItsNumber() throws Exception {
        try (SmallKernel kernel = new SmallKernel(dir.resolve("linux"))) {
            String body = "\nint x;\nint y;\nint z;\nint v;\nint w;\n";
            String first = kernel.commit("one", Map.of("mm/a.c", "int a;" + body, "mm/old.c", "int a;" + body));
            String second = kernel.commit(
                    "two", Map.of("mm/a.c", "int a;\nint added;" + body, "mm/old.c", "", "mm/new.c", "int a;" + body));
            Cache cache = Cache.at(dir.resolve("cache"));
            TreeChange change = TreeChange.between(kernel.obtain(first, cache), kernel.obtain(second, cache));
            Set<BuildWarning> before =
                    Set.of(warning("mm/a.c", 3), warning("mm/old.c", 2), warning("mm/b.c", 9), warning("vmlinux.o", 0));
            // Moved down by a line, renamed, untouched, without a line
            Set<BuildWarning> same =
                    Set.of(warning("mm/a.c", 4), warning("mm/new.c", 2), warning("mm/b.c", 9), warning("vmlinux.o", 0));
            assertThat(NewWarnings.check(before, same, change).outcome()).isEqualTo(Check.Outcome.PASS);
            // As many as before, and yet one of them is new
            assertThat(NewWarnings.check(before, Set.of(warning("mm/a.c", 3)), change)
                            .details())
                    .containsExactly("mm/a.c:3: odd");
            assertThat(NewWarnings.check(before, Set.of(warning("mm/a.c", 2)), change)
                            .details())
                    .containsExactly("mm/a.c:2: odd");
        }
    }

    private static BuildWarning warning(String file, int line) {
        return new BuildWarning(file, line, "odd");
    }

    @Test
    void statementsThatAreLeftOutAreNamed() throws Exception {
        try (SmallKernel kernel = new SmallKernel(dir.resolve("linux"))) {
            String begin = "int f(void)\n{\n";
            String first = kernel.commit("one", Map.of("mm/a.c", begin + "}\n", "mm/b.c", "int b;\n"));
            String off = "#ifdef OFF\n\tg();\n\th();\n#endif\n\treturn 0;\n}\n";
            String second = kernel.commit(
                    "two", Map.of("mm/a.c", begin + off, "mm/b.c", begin + "\treturn 1;\n}\n", "mm/c.h", "int c;\n"));
            Cache cache = Cache.at(dir.resolve("cache"));
            KernelTree tip = kernel.obtain(second, cache);
            TreeChange change = TreeChange.between(kernel.obtain(first, cache), tip);

            Check check = CompiledCheck.check(
                    tip,
                    change,
                    CompiledCheck.Scope.ONE,
                    (tree, file) -> Optional.of(new TreeSet<>(file.equals("mm/a.c") ? Set.of(1, 2, 7, 8) : Set.of())));

            assertThat(check.outcome()).isEqualTo(Check.Outcome.WARN);
            assertThat(check.details())
                    .containsExactly(
                            "mm/a.c:4: 2 statements (lines 4-5) in an #if that is off in this configuration",
                            "mm/b.c: not built in this configuration, with 1 statement of the patch");
            assertThat(CompiledCheck.check(
                                    tip,
                                    change,
                                    CompiledCheck.Scope.ALL,
                                    (tree, file) -> Optional.of(
                                            new TreeSet<>(file.equals("mm/a.c") ? Set.of(1, 2, 4, 7, 8) : Set.of())))
                            .details())
                    .containsExactly(
                            "mm/a.c:5: 1 statement in an #if that is off in every configuration that was tried",
                            "mm/b.c: built in no configuration that was tried, with 1 statement of the patch");
            assertThat(CompiledCheck.check(tip, change, CompiledCheck.Scope.ALL, (tree, file) -> Optional.empty())
                            .outcome())
                    .isEqualTo(Check.Outcome.SKIP);
        }
    }

    @Test
    void aCommentThatNoLongerFitsItsFunctionIsTold() throws Exception {
        try (SmallKernel kernel = new SmallKernel(dir.resolve("linux"))) {
            String first = kernel.commit("one", Map.of("mm/a.c", "/** f */\nint f(int a);\n", "mm/b.h", "int b;\n"));
            String second = kernel.commit(
                    "two", Map.of("mm/a.c", "int x;\n/** f */\nint f(int a, int b);\n", "mm/c.txt", "text\n"));
            Cache cache = Cache.at(dir.resolve("cache"));
            KernelTree base = kernel.obtain(first, cache);
            KernelTree tip = kernel.obtain(second, cache);
            TreeChange change = TreeChange.between(base, tip);
            Set<BuildWarning> before = Set.of(warning("mm/a.c", 1));
            Set<BuildWarning> after = Set.of(warning("mm/a.c", 2), new BuildWarning("mm/a.c", 3, "'b' not described"));

            Check check = KernelDocCheck.check(base, tip, change, (tree, states) -> {
                assertThat(states)
                        .as("one before and one after, and only of C")
                        .extracting(Map::keySet)
                        .containsExactly(Set.of("mm/a.c"), Set.of("mm/a.c"));
                return new KernelDoc.Answer(List.of(before, after), "");
            });

            assertThat(check.outcome()).isEqualTo(Check.Outcome.WARN);
            assertThat(check.details()).containsExactly("mm/a.c:3: 'b' not described");
            assertThat(KernelDocCheck.check(
                            base,
                            tip,
                            change,
                            (tree, states) -> new KernelDoc.Answer(List.of(), "it wants Python's pprint")))
                    .isEqualTo(Check.skipped("kernel-doc", "it wants Python's pprint"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[PATCH 0/2] mm: it | Nothing. | PASS",
                "[PATCH v2 0/2] mm: it | Nothing about v1. | WARN",
                "[PATCH v2 0/2] mm: it | Changes in v2: | PASS",
                "[RFC PATCH V3] mm: it | v2 -> v3: | PASS",
                "[PATCH v10 0/2] mm: it | Changelog | PASS",
                "[PATCH v2] mm: it | Changes since v1 | PASS",
                "[PATCH v2] mm: it | V2: | PASS",
                "[PATCH v2] mm: it | * since v1: | PASS",
                "[PATCH] mm: read [v2] | Nothing. | PASS",
            })
    void aLaterVersionSaysWhatHasChanged(String subject, String text, Check.Outcome expected) {
        PostedMail mail =
                new PostedMail(0, "1@x", subject, "f", List.of(), List.of(), List.of(), "Hello,\n\n" + text + "\n");
        assertThat(ChangesCheck.check(List.of(mail)).outcome()).isEqualTo(expected);
    }

    @Test
    void whoDidNotGetThePatchIsNamed() {
        PostedMail mail = new PostedMail(
                1,
                "1@x",
                "[PATCH] mm: it",
                "A Developer <dev@example.org>",
                List.of("One <ONE@example.org>,\n \"Last, Two\" <two@example.org>"),
                List.of("linux-mm@example.org"),
                List.of(),
                "");
        List<String> wanted = List.of(
                "One <one@example.org>",
                "\"Last, Two\" <two@example.org>",
                "Three <three@example.org>",
                "A Developer <dev@example.org>",
                "linux-mm@example.org",
                "nvdimm@example.org");

        assertThat(RecipientsCheck.check(Optional.of(mail), () -> Optional.of(wanted)))
                .isEqualTo(new Check(
                        "recipients",
                        Check.Outcome.WARN,
                        List.of("not sent to Three <three@example.org>", "not sent to nvdimm@example.org")));
        assertThat(RecipientsCheck.check(Optional.of(mail), () -> Optional.of(wanted.subList(0, 2)))
                        .outcome())
                .isEqualTo(Check.Outcome.PASS);
        assertThat(RecipientsCheck.check(Optional.of(mail), Optional::empty).outcome())
                .isEqualTo(Check.Outcome.SKIP);
        assertThat(RecipientsCheck.check(Optional.empty(), () -> Optional.of(wanted))
                        .outcome())
                .isEqualTo(Check.Outcome.SKIP);
    }

    @Test
    void onlyErrorsOfCheckpatchFail() {
        Complaint error = new Complaint(Level.ERROR, "SPACING", "mm/a.c", 3, "space required");
        Complaint warning = new Complaint(Level.WARNING, "LONG_LINE", "mm/a.c", 4, "too long");
        assertThat(CheckpatchCheck.of(List.of()).outcome()).isEqualTo(Check.Outcome.PASS);
        assertThat(CheckpatchCheck.of(List.of(warning)).outcome()).isEqualTo(Check.Outcome.WARN);
        assertThat(CheckpatchCheck.of(List.of(warning, error)).outcome()).isEqualTo(Check.Outcome.FAIL);
    }

    @Test
    void theReplyQuotesWhatFailed() {
        String patch = """
                From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001
                From: A Developer <developer@example.org>
                Subject: [PATCH] mm: add it

                ---
                 mm/a.c | 2 ++
                --- a/mm/a.c
                +++ b/mm/a.c
                @@ -3,2 +3,4 @@ int x;
                 one
                +	int unused;
                +	two();
                 three
                """;
        Check bad = new Check(
                "warnings", Check.Outcome.FAIL, List.of("mm/a.c:4: unused variable 'unused' [-Wunused-variable]"));
        Check fine = Check.pass("builds");
        List<ReplyDrafts.Reviewed> patches = List.of(
                new ReplyDrafts.Reviewed(1, 2, "mm: fine", "A <a@b>", "", List.of(fine)),
                new ReplyDrafts.Reviewed(
                        2, 2, "mm: add it", "A Developer <developer@example.org>", patch, List.of(fine, bad)));
        ReplyDrafts.Tried tried = new ReplyDrafts.Tried(
                "6.1.0, commit 0123456789ab",
                "gcc 12.2.0",
                "kharness' usual configuration",
                "smoke",
                List.of("superblock: no shutdown"),
                List.of("other: PASS before the series, FAIL from patch 1 on, PASS from patch 2 on"),
                "kharness presubmit lore:c@x --kernel git:linux@0123456789ab --plan smoke");
        List<PostedMail> posted = List.of(
                new PostedMail(0, "c@x", "[PATCH v2 0/2] mm: it", "A <a@b>", List.of("l@x"), List.of(), List.of(), ""),
                new PostedMail(
                        2,
                        "2@x",
                        "[PATCH v2 2/2] mm:\n add it",
                        "A <a@b>\r\nBcc: x@y",
                        List.of("l@x,\n m@x"),
                        List.of("n@x"),
                        List.of("1@x", "c@x"),
                        ""));

        Map<String, String> mails = ReplyDrafts.write(tried, patches, posted);

        String ran = """

                Tried on 6.1.0, commit 0123456789ab, x86-64, gcc 12.2.0, in kharness' usual configuration, with the test plan smoke.
                To try it again:

                  kharness presubmit lore:c@x --kernel git:linux@0123456789ab --plan smoke

                If this is mended by a patch of its own and not by a new version of this one, please add

                Reported-by: YOUR NAME <YOUR ADDRESS>
                Closes: https://lore.kernel.org/r/ID-OF-THIS-MAIL
                """;
        assertThat(mails).containsOnlyKeys("0000-series.txt", "0002-patch.txt");
        assertThat(mails.get("0000-series.txt")).isEqualTo("""
                To: A <a@b>
                Cc: l@x
                Subject: Re: [PATCH v2 0/2] mm: it
                In-Reply-To: <c@x>
                References: <c@x>

                Patches with something to mend, each told in a mail of its own:

                  2/2  mm: add it

                With the whole series applied:

                  superblock: no shutdown

                Patch by patch:

                  other: PASS before the series, FAIL from patch 1 on, PASS from patch 2 on
                """ + ran);
        assertThat(mails.get("0002-patch.txt")).isEqualTo("""
                To: A <a@b> Bcc: x@y
                Cc: l@x, m@x, n@x
                Subject: Re: [PATCH v2 2/2] mm: add it
                In-Reply-To: <2@x>
                References: <c@x> <1@x> <2@x>

                New warnings:

                > +	int unused;

                  mm/a.c:4: unused variable 'unused' [-Wunused-variable]
                """ + ran);
        assertThat(ReplyDrafts.write(tried, patches, List.of()).get("0002-patch.txt"))
                .startsWith("To: A Developer <developer@example.org>\nSubject: Re: [PATCH 2/2] mm: add it\n\n");
        // What fails nothing is told in mails all the same, and the series is well
        Check fresh = Check.of("w1", Check.Outcome.WARN, "mm/a.c:4: odd [-Wodd] [gone again with patch 3]");
        ReplyDrafts.Reviewed noted =
                new ReplyDrafts.Reviewed(2, 2, "mm: add it", "A <a@b>", patch, List.of(fine, fresh));
        Map<String, String> notes = ReplyDrafts.write(
                new ReplyDrafts.Tried("6.1.0", "", "usual", "smoke", List.of(), List.of(), "kharness presubmit"),
                List.of(patches.get(0), noted),
                List.of());
        assertThat(notes).containsOnlyKeys("0000-series.txt", "0002-patch.txt");
        assertThat(notes.get("0000-series.txt"))
                .contains(
                        "\n\nNothing failed.\n\nPatches that fail nothing and bring",
                        ":\n\n  2/2  mm: add it\n\nTried on",
                        "Tested-by: ");
        assertThat(notes.get("0002-patch.txt"))
                .contains("With make W=1 the compiler says of it, and did not before it:\n\n> +\tint unused;\n\n"
                        + "  mm/a.c:4: odd [-Wodd] [gone again with patch 3]\n");
        ReplyDrafts.Tried well =
                new ReplyDrafts.Tried("6.1.0", "", "usual", "smoke", List.of(), List.of(), "kharness presubmit");
        assertThat(ReplyDrafts.write(well, List.of(), List.of()).get("0000-series.txt"))
                .contains("Nothing failed.", "Tested-by: ")
                .doesNotContain("Reported-by");
    }
}
