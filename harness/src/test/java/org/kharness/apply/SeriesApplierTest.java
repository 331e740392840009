/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.apply.PatchOutcome.State;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;
import org.kharness.failure.SeriesException;
import org.kharness.kernel.KernelTree;
import org.kharness.process.Command;
import org.kharness.series.Patch;
import org.kharness.series.manifest.Resolutions;
import org.kharness.series.source.RequestedSeries;
import org.kharness.series.source.SeriesSource;

class SeriesApplierTest {
    private static final String IDENTITY =
            "export GIT_AUTHOR_NAME='J\u00f6rg A' GIT_AUTHOR_EMAIL=a@x GIT_COMMITTER_NAME=C GIT_COMMITTER_EMAIL=c@x"
                    + " GIT_CONFIG_NOSYSTEM=1\n";

    @TempDir
    private Path dir;

    private Path repo;

    @BeforeEach
    void base() throws IOException {
        repo = Files.createDirectory(dir.resolve("repo"));
        sh("""
                git init -q -b main . && seq 1 40 >f && seq 1 9 >g && printf 'x\\0y' >bin && ln -s f link && mkdir d
                echo in >d/file && git add . && git commit -qm base && git tag base
                seq 1 40 | sed s/20/twenty/ >f && git commit -qam 'one: change f

                Body.'
                chmod +x g && git mv d/file moved && printf 'x\\0z' >bin && rm link && ln -s g link && printf no-newline >new
                git add -A && git commit -qm 'two: everything else' && git tag done
                git format-patch -q --binary -o ../p base
                """);
    }

    private String sh(String script) throws IOException {
        Path file = Files.writeString(dir.resolve("script.sh"), IDENTITY + "set -e\n" + script);
        return Command.of("sh", file.toString()).in(repo).runOrFail().text();
    }

    private KernelTree kernel(String name) throws IOException {
        String commit = sh("git rev-parse " + name + "^{commit}");
        return new KernelTree(repo.resolve(".git"), name, commit, sh("git rev-parse " + name + "^{tree}"), "6.1");
    }

    private RequestedSeries series() {
        return SeriesSource.open(dir.resolve("p").toString(), dir, Cache.at(dir.resolve("cache")));
    }

    private static List<State> states(AppliedSeries applied) {
        return applied.patches().stream().map(PatchOutcome::state).toList();
    }

    @Test
    void givesTheTreeAndTheCommitsThatGitAmGives() throws Exception {
        AppliedSeries applied = SeriesApplier.apply(kernel("base"), series());
        assertThat(states(applied)).containsOnly(State.APPLIED);
        assertThat(applied.result().tree()).isEqualTo(sh("git rev-parse done^{tree}"));
        sh("git checkout -q base && git am -q ../p/*.patch 2>/dev/null");
        String format = "git log -2 --format='%T|%an|%ae|%ad|%B' ";
        assertThat(sh(format + applied.result().commit())).isEqualTo(sh(format + "HEAD"));
        assertThat(applied.patches().get(1).commit()).isEqualTo(applied.result().commit());
    }

    @Test
    void equalInputGivesEqualCommits() throws Exception {
        assertThat(SeriesApplier.apply(kernel("base"), series()).result())
                .isEqualTo(SeriesApplier.apply(kernel("base"), series()).result());
    }

    @Test
    void recognizesWhatIsThere() throws Exception {
        AppliedSeries all = SeriesApplier.apply(kernel("done"), series());
        assertThat(states(all)).containsOnly(State.ALREADY_THERE);
        assertThat(all.result()).isEqualTo(all.base());
        AppliedSeries half = SeriesApplier.apply(kernel("done~1"), series());
        assertThat(states(half)).containsExactly(State.ALREADY_THERE, State.APPLIED);
        assertThat(half.result().tree()).isEqualTo(sh("git rev-parse done^{tree}"));
    }

    @Test
    void saysHowFarAHunkMoved() throws Exception {
        sh("git checkout -q base && sed -i 1ihead f && git commit -qam moved && git tag shifted");
        AppliedSeries applied = SeriesApplier.apply(kernel("shifted"), series());
        assertThat(states(applied)).containsExactly(State.APPLIED_WITH_OFFSET, State.APPLIED);
        assertThat(applied.patches().get(0).evidence()).contains("up to 1 lines");
    }

    @Test
    void aFailureWritesNothingAndNamesTheHunk() throws Exception {
        sh("git checkout -q base && git rm -q g && git commit -qm gone && git tag gone");
        String before = sh("find .git -type f | sort | xargs sha1sum");
        assertThatThrownBy(() -> SeriesApplier.apply(kernel("gone"), series()))
                .isInstanceOf(SeriesException.class)
                .hasMessageContaining("patch 2/2")
                .hasMessageContaining("g: no such file");
        assertThat(sh("find .git -type f | sort | xargs sha1sum")).isEqualTo(before);
    }

    @Test
    void mergesThreeWaysWhenAskedAndShowsBothSidesOfAConflict() throws Exception {
        sh("git checkout -q base && sed -i s/18/eighteen/ f && git commit -qam near && git tag near");
        sh("git checkout -q base && sed -i s/20/zwanzig/ f && git commit -qam clash && git tag clash");
        ApplyOptions threeWay = new ApplyOptions(true, ApplyOptions.ALL_CONTEXT, Map.of());
        assertThatThrownBy(() -> SeriesApplier.apply(kernel("near"), series())).isInstanceOf(SeriesException.class);
        AppliedSeries merged = SeriesApplier.apply(kernel("near"), series(), threeWay);
        assertThat(states(merged)).containsExactly(State.APPLIED_BY_3WAY, State.APPLIED);
        sh("git checkout -q near && git am -q -3 ../p/*.patch >/dev/null 2>&1");
        assertThat(merged.result().tree()).isEqualTo(sh("git rev-parse HEAD^{tree}"));
        assertThatThrownBy(() -> SeriesApplier.apply(kernel("clash"), series(), threeWay))
                .isInstanceOf(SeriesException.class)
                .hasMessageContaining("zwanzig")
                .hasMessageContaining("twenty");
    }

    @Test
    void followsAFileThatTheTreeHasMoved() throws Exception {
        sh(
                "git checkout -q base && mkdir -p e && git mv f e/f && seq 100 130 >>g && git commit -qam away && git tag away");
        ApplyOptions threeWay = new ApplyOptions(true, ApplyOptions.ALL_CONTEXT, Map.of());
        AppliedSeries merged = SeriesApplier.apply(kernel("away"), series(), threeWay);
        assertThat(merged.patches().get(0).evidence()).contains("followed f to e/f");
        sh("git checkout -q away && git am -q -3 ../p/*.patch >/dev/null 2>&1");
        assertThat(merged.result().tree()).isEqualTo(sh("git rev-parse HEAD^{tree}"));
    }

    @Test
    void allowsFuzzOnRequestAndSaysSo() throws Exception {
        sh("git checkout -q base && sed -i s/^17$/seventeen/ f && git commit -qam fuzz && git tag fuzz");
        assertThatThrownBy(() -> SeriesApplier.apply(kernel("fuzz"), series())).isInstanceOf(SeriesException.class);
        AppliedSeries applied = SeriesApplier.apply(kernel("fuzz"), series(), new ApplyOptions(false, 2, Map.of()));
        assertThat(states(applied)).containsExactly(State.APPLIED_WITH_FUZZ, State.APPLIED);
        assertThat(applied.patches().get(0).evidence()).contains("1 hunk without all");
        sh("git checkout -q fuzz && git am -q -C2 ../p/*.patch >/dev/null 2>&1");
        assertThat(applied.result().tree()).isEqualTo(sh("git rev-parse HEAD^{tree}"));
    }

    @Test
    void undoesAQuiltPatchThatSaysSo() throws Exception {
        sh(
                "cd ../p && { echo '0002-two-everything-else.patch -R'; echo '0001-one-change-f.patch -p1 -R # undo'; } >series");
        AppliedSeries applied = SeriesApplier.apply(kernel("done"), series());
        assertThat(applied.result().tree()).isEqualTo(sh("git rev-parse base^{tree}"));
    }

    @Test
    void takesWhatWasResolvedByHand() throws Exception {
        sh("git checkout -q base && sed -i s/20/zwanzig/ f && git commit -qam clash && git tag clash");
        sh("mkdir ../r && sed -i s/zwanzig/both/ f && git diff >../r/0001-mine.patch && git checkout -q f");
        RequestedSeries series = series();
        Map<Integer, Patch> resolved = Resolutions.read(dir.resolve("r"), series.needPatches());
        AppliedSeries applied = SeriesApplier.apply(
                kernel("clash"), series, new ApplyOptions(false, ApplyOptions.ALL_CONTEXT, resolved));
        assertThat(states(applied)).containsExactly(State.RESOLVED_BY_HAND, State.APPLIED);
        assertThat(applied.patches().get(0).evidence()).contains("0001-mine.patch");
        assertThat(sh("git log -1 --format=%s " + applied.patches().get(0).commit()))
                .isEqualTo("one: change f");
    }

    @Test
    void statusThrowsForNoConflict() throws Exception {
        sh("git checkout -q base && sed -i s/20/zwanzig/ f && git commit -qam clash && git tag clash");
        sh("git checkout -q base && chmod +x g && git mv d/file moved && git commit -qam part && git tag part");
        AppliedSeries clash = SeriesApplier.status(kernel("clash"), series(), ApplyOptions.STRICT);
        assertThat(states(clash)).containsExactly(State.CONFLICTS, State.APPLIED);
        assertThat(clash.result()).isEqualTo(clash.base());
        assertThat(states(SeriesApplier.status(kernel("part"), series(), ApplyOptions.STRICT)))
                .containsExactly(State.APPLIED, State.PARTLY_THERE);
    }

    @Test
    void findsASubjectInTheHistory() throws Exception {
        sh(
                "git checkout -q base && seq 1 40 | sed 's/20/upstream form/' >f && git commit -qam 'one: change f' && git tag up");
        AppliedSeries status = SeriesApplier.status(kernel("up"), series(), ApplyOptions.STRICT);
        assertThat(states(status)).containsExactly(State.UPSTREAM_IN_ANOTHER_FORM, State.APPLIED);
        assertThat(status.patches().get(0).commit()).isEqualTo(sh("git rev-parse up"));
    }

    @Test
    void guessesTheBaseByBlobIds() throws Exception {
        sh("git checkout -q base && echo later >>f && git commit -qam later && git tag later");
        BaseGuess.Guess guess = SeriesApplier.guessBase(kernel("later"), series().needPatches());
        assertThat(guess.commit()).isEqualTo(sh("git rev-parse base"));
        assertThat(guess.matched()).isEqualTo(guess.total());
    }

    @Test
    void prerequisitesGoFirst() throws Exception {
        sh(
                "mkdir ../p1 ../p2 && mv ../p/0001* ../p1 && mv ../p/0002* ../p2 && sed -i 's, 1/2,,;s, 2/2,,' ../p1/* ../p2/*");
        Cache cache = Cache.at(dir.resolve("cache"));
        RequestedSeries first = SeriesSource.open(dir.resolve("p1").toString(), dir, cache);
        RequestedSeries second =
                SeriesSource.open(dir.resolve("p2").toString(), dir, cache).after(List.of(first));
        assertThat(SeriesApplier.apply(kernel("base"), second).result().tree())
                .isEqualTo(sh("git rev-parse done^{tree}"));
    }

    @Test
    void aManifestRecognizesTheMergedFormWithoutMails() throws Exception {
        Path folder = Files.createDirectories(dir.resolve("kp/mine"));
        String manifest = """
                schema: 1
                id: mine
                title: t
                patches:
                  - number: 1
                    subject: s
                    message_id: m@x
                    patch_id: 0123456789abcdef0123456789abcdef01234567
                    merged: {commit: 0123456789ab, release: v6.0}
                    probes: [{file: f, match: '^twenty$'}]
                  - number: 2
                    subject: u
                    message_id: n@x
                    patch_id: 1123456789abcdef0123456789abcdef01234567
                    dropped: nobody wanted it
                """;
        Files.writeString(folder.resolve("series.yaml"), manifest);
        RequestedSeries series = SeriesSource.open("mine", dir.resolve("kp"), Cache.at(dir.resolve("cache")));
        AppliedSeries applied = SeriesApplier.apply(kernel("done"), series);
        assertThat(states(applied)).containsExactly(State.UPSTREAM_IN_ANOTHER_FORM, State.DROPPED);
        assertThat(applied.patches().get(0).evidence()).contains("f:20").contains("v6.0");
        assertThatThrownBy(() -> SeriesApplier.apply(kernel("base"), series))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("series fetch mine");
    }

    @Test
    void anEditedPatchIsNotedAndRefusedOnRequest() throws Exception {
        sh("sed -i 's/^+twenty/+edited/' ../p/0001*");
        ApplyOptions strict = new ApplyOptions(false, ApplyOptions.ALL_CONTEXT, true, Map.of());
        assertThatThrownBy(() -> SeriesApplier.apply(kernel("base"), series(), strict))
                .isInstanceOf(SeriesException.class)
                .hasMessageContaining("changed after it was made");
        AppliedSeries mails = SeriesApplier.apply(kernel("base"), series());
        assertThat(mails.patches().get(0).evidence())
                .contains("f: the result is blob ")
                .contains("index line says");
        sh("ls ../p >../list && mv ../list ../p/series");
        AppliedSeries quilt = SeriesApplier.apply(kernel("base"), series());
        assertThat(quilt.patches().get(0).evidence()).contains("changed after it was made");
    }

    private RequestedSeries patch(String diff) throws IOException {
        Path file = Files.writeString(
                dir.resolve("one.patch"),
                "From: A <a@x>\nDate: Thu, 2 Dec 2021 16:48:49 +0800\nSubject: one\n\n---\n" + diff);
        return SeriesSource.open(file.toString(), dir, Cache.at(dir.resolve("cache")));
    }

    @Test
    void refusesWhatFsckForbids() throws Exception {
        String file = "diff --git a/%1$s b/%1$s\nnew file mode %2$s\n--- /dev/null\n+++ b/%1$s\n@@ -0,0 +1,3 @@\n"
                + "+[submodule \"%3$s\"]\n+\tpath = p\n+\turl = %4$s\n";
        for (RequestedSeries evil : List.of(
                patch(file.formatted(".gitmodules", "120000", "m", "https://example.org/m")),
                patch(file.formatted(".gitmodules", "100644", "../m", "https://example.org/m")),
                patch(file.formatted(".gitmodules", "100644", "m", "-u./evil")),
                patch(file.formatted("d/.GitModules ", "120000", "m", "x")))) {
            assertThatThrownBy(() -> SeriesApplier.apply(kernel("base"), evil)).isInstanceOf(SeriesException.class);
        }
        RequestedSeries good = patch(file.formatted(".gitmodules", "100644", "m", "https://example.org/m"));
        assertThat(SeriesApplier.apply(kernel("base"), good).patches()).hasSize(1);
    }

    @Test
    void takesSubmodulesAsGitDoes() throws Exception {
        sh("""
                git checkout -q base && git update-index --add --cacheinfo 160000,$(git rev-parse base),sub
                git commit -qm sub && git tag sub
                git update-index --cacheinfo 160000,$(git rev-parse done),sub && git commit -qm move && git tag moved
                git rm -q --cached sub && git commit -qm gone
                rm -rf ../p && git format-patch -q -o ../p base
                """);
        AppliedSeries applied = SeriesApplier.apply(kernel("base"), series());
        assertThat(applied.result().tree()).isEqualTo(kernel("base").tree());
        assertThat(applied.patches()).allMatch(p -> p.state() == State.APPLIED);
        sh("rm ../p/0003*");
        assertThat(SeriesApplier.apply(kernel("base"), series()).result().tree())
                .isEqualTo(kernel("moved").tree());
    }

    @Test
    void aKernelThatHasTheSeriesWantsNoPrerequisite() throws Exception {
        RequestedSeries before = patch(Files.readString(firstPatch())
                .replaceFirst("(?s).*?\n---\n", "")
                .replace("-20\n", "-nothing like it\n"));
        RequestedSeries series = series().after(List.of(before));
        assertThat(states(SeriesApplier.apply(kernel("done"), series))).containsOnly(State.ALREADY_THERE);
        List<String> notes = new ArrayList<>();
        assertThat(SeriesApplier.statusAll(kernel("done"), series, ApplyOptions.STRICT, notes))
                .hasSize(1);
        assertThat(notes).anyMatch(n -> n.contains("no prerequisite is wanted"));
        assertThatThrownBy(() -> SeriesApplier.apply(kernel("base"), series))
                .isInstanceOf(SeriesException.class)
                .hasMessageStartingWith("the prerequisite one: ");
        List<AppliedSeries> all = SeriesApplier.statusAll(kernel("base"), series, ApplyOptions.STRICT, notes);
        assertThat(states(all.get(0))).containsExactly(State.CONFLICTS);
        assertThat(states(all.get(1))).containsExactly(State.APPLIED, State.APPLIED);
    }

    private Path firstPatch() throws IOException {
        try (var files = Files.list(dir.resolve("p"))) {
            return files.sorted().findFirst().orElseThrow();
        }
    }

    @Test
    void refusesPathsThatLeaveTheTree() throws Exception {
        for (String path : List.of("../out", "d/../../out", ".git/config", "a/.GIT/x", "link/x", "f/x")) {
            Path patch = Files.writeString(
                    dir.resolve("evil.patch"),
                    "From: A <a@x>\nSubject: evil\n\n---\ndiff --git a/" + path + " b/" + path
                            + "\nnew file mode 100644\n--- /dev/null\n+++ b/" + path + "\n@@ -0,0 +1 @@\n+x\n");
            RequestedSeries evil = SeriesSource.open(patch.toString(), dir, Cache.at(dir.resolve("cache")));
            assertThatThrownBy(() -> SeriesApplier.apply(kernel("base"), evil))
                    .as(path)
                    .isInstanceOf(SeriesException.class);
        }
    }
}
