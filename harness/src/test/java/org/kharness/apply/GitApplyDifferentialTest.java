/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.failure.InputException;
import org.kharness.process.Command;
import org.kharness.series.diff.DiffParser;
import org.kharness.series.diff.Raw;

/** Some thousand made-up patches, applied by us and by the real {@code git apply}: same answer, same tree. */
class GitApplyDifferentialTest {
    private static final int CASES = Integer.getInteger("kharness.differential.cases", 2000);
    private static final long SEED = Long.getLong("kharness.differential.seed", 20211202L);
    private static final int BATCH = 100;
    /** Where the harness refuses by intent what git takes. */
    static final List<String> STRICTER = List.of(
            "the patch was changed after it was made",
            "damaged binary patch", // git says so too, leaves the file out and goes on
            "binary patch ends before its time",
            "the file goes on where the patch says that it ends without a newline",
            "already exists in the tree");

    @TempDir
    private Path dir;

    @Test
    void agreesWithGit() throws Exception {
        int[] counts = compare(CASES, new PatchCases(SEED), ApplyOptions.ALL_CONTEXT);
        assertThat(counts[0])
                .as("patches that went in")
                .isGreaterThan(CASES / 3)
                .isLessThan(CASES * 9 / 10);
        assertThat(counts[1]).as("patches refused by intent").isLessThan(CASES / 20);
        assertThat(counts[2]).as("hunks with fuzz").isZero();
    }

    @Test
    void agreesWithGitWhereLessContextWillDo() throws Exception {
        for (int context = 0; context < 3; context++) {
            int[] counts = compare(CASES / 4, new PatchCases(SEED + 1 + context), context);
            assertThat(counts[2]).as("hunks with fuzz").isGreaterThan(CASES / 100);
        }
    }

    private int[] compare(int number, PatchCases cases, int context) throws Exception {
        int[] sum = new int[3];
        for (int from = 0; from < number; from += BATCH) {
            List<PatchCases.Case> batch = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                batch.add(cases.next("c" + (from + i)));
            }
            int[] counts = compare(batch, from, context);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += counts[i];
            }
        }
        return sum;
    }

    private int[] compare(List<PatchCases.Case> batch, int number, int context) throws Exception {
        Path work = Files.createDirectory(dir.resolve("b" + number + "-" + context));
        try (Git git = Git.init()
                        .setBare(true)
                        .setDirectory(work.resolve("r.git").toFile())
                        .call();
                PendingObjects objects = new PendingObjects(git.getRepository())) {
            ObjectId base = base(objects, batch);
            List<Integer> exits = new ArrayList<>();
            ObjectId theirs = gitApply(work, base, batch, exits, context);
            List<Answer> answers = batch.stream()
                    .map(one -> ours(objects, base, one.patch(), context))
                    .toList();
            objects.write();
            int taken = 0;
            int stricter = 0;
            int fuzzy = 0;
            for (int i = 0; i < batch.size(); i++) {
                Answer ours = answers.get(i);
                boolean intended = STRICTER.stream().anyMatch(ours.reason::contains);
                if (exits.get(i) > 128 || (ours.tree == null && intended)) { // above 128, git itself crashed
                    stricter++;
                    continue;
                }
                String what = "case " + (number + i) + ", " + ours.reason + "\n" + batch.get(i);
                assertThat(ours.tree != null)
                        .as("accepted: " + what + Files.readString(work.resolve(i + ".err")))
                        .isEqualTo(exits.get(i) == 0);
                if (ours.tree != null) {
                    String folder = "c" + (number + i);
                    assertThat(folder(git.getRepository(), ours.tree, folder))
                            .as("tree: " + what)
                            .isEqualTo(folder(git.getRepository(), theirs, folder));
                    taken++;
                    fuzzy += ours.fuzzy;
                }
            }
            return new int[] {taken, stricter, fuzzy};
        }
    }

    static String folder(Repository repository, ObjectId tree, String name) throws IOException {
        try (TreeWalk walk = TreeWalk.forPath(repository, name, tree)) {
            return walk == null ? "nothing" : walk.getObjectId(0).name();
        }
    }

    record Answer(@org.jspecify.annotations.Nullable ObjectId tree, String reason, int fuzzy) {}

    static Answer ours(PendingObjects objects, ObjectId base, String patch, int context) {
        try {
            var diffs = DiffParser.parse("patch", patch);
            if (diffs.isEmpty()) {
                return new Answer(null, "no diff", 0);
            }
            PatchDraft.Done done = PatchDraft.apply(objects, base, diffs, new PatchDraft.Care(true, context));
            return new Answer(done.tree(), "", done.fuzzy());
        } catch (Refusal e) {
            return new Answer(null, e.file() + ": " + e.getMessage(), 0);
        } catch (InputException e) {
            return new Answer(null, String.valueOf(e.getMessage()), 0);
        }
    }

    static ObjectId base(PendingObjects objects, List<PatchCases.Case> batch) {
        TreeDraft draft = TreeDraft.of(objects, objects.add(Constants.OBJ_TREE, new byte[0]));
        for (PatchCases.Case one : batch) {
            for (Map.Entry<String, PatchCases.Entry> file : one.files().entrySet()) {
                ObjectId id = objects.add(
                        Constants.OBJ_BLOB, Raw.bytes(file.getValue().content()));
                draft.put(file.getKey(), file.getValue().mode(), id);
            }
        }
        ObjectId tree = draft.write();
        objects.write();
        return tree;
    }

    /** One shell and one index for the whole batch, as every case has a folder of its own: starting git is what costs. */
    static ObjectId gitApply(Path work, ObjectId base, List<PatchCases.Case> batch, List<Integer> exits, int context)
            throws IOException {
        String option = context == ApplyOptions.ALL_CONTEXT ? "" : " -C" + context;
        StringBuilder script = new StringBuilder("export GIT_DIR=r.git GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=core.fsync\n"
                + "export GIT_CONFIG_VALUE_0=none\ngit read-tree " + base.name() + "\n");
        for (int i = 0; i < batch.size(); i++) {
            Files.write(work.resolve(i + ".patch"), Raw.bytes(batch.get(i).patch()));
            script.append("git apply%s --cached %d.patch 2>%d.err; echo $?\n".formatted(option, i, i));
            script.append("[ ! -e r.git/index.lock ] || rm -f r.git/index.lock\n");
        }
        Files.writeString(work.resolve("run.sh"), script + "git write-tree\n");
        List<String> lines = Command.of("sh", "run.sh")
                .in(work)
                .keepErrorApart()
                .runOrFail()
                .output()
                .lines()
                .toList();
        lines.subList(0, batch.size()).forEach(line -> exits.add(Integer.valueOf(line)));
        return ObjectId.fromString(lines.get(batch.size()));
    }
}
