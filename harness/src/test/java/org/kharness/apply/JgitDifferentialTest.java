/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.RenameDetector;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.patch.Patch;
import org.eclipse.jgit.patch.PatchApplier;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.process.Command;
import org.kharness.series.diff.Raw;

/**
 * Why diffs are parsed, hunks are placed and renames are found by code of ours beside JGit, which has all three: on the same
 * made-up patches and trees ours answers as git does, and JGit does not. Fails, too, where JGit no longer differs: then ours can go.
 */
class JgitDifferentialTest {
    private static final long SEED = 20211202L;
    private static final int PATCHES = 100;
    private static final int TREES = 80;
    private static final int HALF = 50;

    @TempDir
    Path dir;

    /** How JGit's answers differ from git's: it refuses what git takes, takes what git refuses, makes another tree. */
    @Test
    void jgitPlacesHunksInOtherWays() throws Exception {
        PatchCases cases = new PatchCases(SEED);
        List<PatchCases.Case> batch = new ArrayList<>();
        for (int i = 0; i < PATCHES; i++) {
            batch.add(cases.next("c" + i));
        }
        int[] ours = new int[3];
        int[] jgits = new int[3];
        try (Git git = Git.init()
                        .setBare(true)
                        .setDirectory(dir.resolve("r.git").toFile())
                        .call();
                PendingObjects objects = new PendingObjects(git.getRepository())) {
            Repository repository = git.getRepository();
            ObjectId base = GitApplyDifferentialTest.base(objects, batch);
            List<Integer> exits = new ArrayList<>();
            ObjectId theirs = GitApplyDifferentialTest.gitApply(dir, base, batch, exits, ApplyOptions.ALL_CONTEXT);
            List<GitApplyDifferentialTest.Answer> answers = batch.stream()
                    .map(c -> GitApplyDifferentialTest.ours(objects, base, c.patch(), ApplyOptions.ALL_CONTEXT))
                    .toList();
            objects.write();
            for (int i = 0; i < PATCHES; i++) {
                GitApplyDifferentialTest.Answer answer = answers.get(i);
                boolean intended = GitApplyDifferentialTest.STRICTER.stream().anyMatch(answer.reason()::contains);
                if (exits.get(i) > 128 || (answer.tree() == null && intended)) {
                    continue;
                }
                String expected = folder(repository, exits.get(i) == 0 ? theirs : null, "c" + i);
                count(ours, expected, folder(repository, answer.tree(), "c" + i));
                ObjectId tree = jgit(repository, base, batch.get(i).patch());
                count(jgits, expected, folder(repository, tree, "c" + i));
            }
        }
        assertThat(ours).as("differences from git: ours").containsExactly(0, 0, 0);
        assertThat(jgits).as("differences from git: JGit's").doesNotContain(0);
    }

    private static String folder(Repository repository, @Nullable ObjectId tree, String name) throws IOException {
        return tree == null ? "refused" : GitApplyDifferentialTest.folder(repository, tree, name);
    }

    private static void count(int[] differences, String expected, String answer) {
        if (!answer.equals(expected)) {
            differences[answer.equals("refused") ? 0 : expected.equals("refused") ? 1 : 2]++;
        }
    }

    /** Null where JGit refuses, in whatever way. */
    private static @Nullable ObjectId jgit(Repository repository, ObjectId base, String text) throws IOException {
        Patch patch = new Patch();
        patch.parse(new ByteArrayInputStream(Raw.bytes(text)));
        if (!patch.getErrors().isEmpty() || patch.getFiles().isEmpty()) {
            return null;
        }
        try (ObjectInserter inserter = repository.newObjectInserter();
                RevWalk walk = new RevWalk(repository)) {
            RevTree tree = walk.parseTree(base);
            PatchApplier.Result result = new PatchApplier(repository, tree, inserter).applyPatch(patch);
            inserter.flush();
            return result.getErrors().isEmpty() ? result.getTreeId() : null;
        } catch (RuntimeException | IOException e) {
            return null;
        }
    }

    @Test
    void jgitFindsOtherRenames() throws Exception {
        Random random = new Random(SEED);
        StringBuilder script = new StringBuilder("export GIT_DIR=r.git\n");
        List<ObjectId[]> trees = new ArrayList<>();
        List<Map<String, String>> ours = new ArrayList<>();
        List<Map<String, String>> jgits = new ArrayList<>();
        try (Git git = Git.init()
                        .setBare(true)
                        .setDirectory(dir.resolve("r.git").toFile())
                        .call();
                PendingObjects objects = new PendingObjects(git.getRepository())) {
            for (int i = 0; i < TREES; i++) {
                Map<String, String> before = files(random);
                Map<String, String> after = moved(before, random);
                ObjectId[] pair = {tree(objects, before), tree(objects, after)};
                trees.add(pair);
                ours.add(ours(objects, before, pair));
                script.append("git diff-tree -r -M --name-status %s %s; echo end\n"
                        .formatted(pair[0].name(), pair[1].name()));
            }
            objects.write();
            for (ObjectId[] pair : trees) {
                jgits.add(jgit(git.getRepository(), pair));
            }
        }
        Files.writeString(dir.resolve("run.sh"), script);
        String[] answers = Command.of("sh", "run.sh")
                .in(dir)
                .keepErrorApart()
                .runOrFail()
                .output()
                .split("end\n", -1);
        int other = 0;
        int renames = 0;
        for (int i = 0; i < TREES; i++) {
            Map<String, String> gits = new TreeMap<>();
            answers[i]
                    .lines()
                    .map(l -> l.split("\t", -1))
                    .filter(f -> f[0].startsWith("R"))
                    .forEach(f -> gits.put(f[1], f[2]));
            assertThat(ours.get(i)).as("renames of tree " + i).isEqualTo(gits);
            renames += gits.size();
            other += jgits.get(i).equals(gits) ? 0 : 1;
        }
        assertThat(renames).isGreaterThan(TREES);
        assertThat(other).as("trees in which JGit finds other renames").isPositive();
    }

    private static Map<String, String> files(Random random) {
        Map<String, String> files = new TreeMap<>();
        for (int i = 0; i < 2 + random.nextInt(3); i++) {
            StringBuilder text = new StringBuilder();
            for (int line = 0; line < 10 + random.nextInt(30); line++) {
                text.append("line ").append(random.nextInt(40)).append(" of a file\n");
            }
            files.put("old" + random.nextInt(3) + "/" + "abc".charAt(random.nextInt(3)) + ".c", text.toString());
        }
        return files;
    }

    /** Every file at another place, some by another name, with some lines changed; beside it sometimes a copy that is changed less. */
    private static Map<String, String> moved(Map<String, String> before, Random random) {
        Map<String, String> after = new TreeMap<>();
        before.forEach((path, text) -> {
            String name = random.nextBoolean() ? path.replaceFirst(".*/", "") : "d" + random.nextInt(5) + ".c";
            after.put("new" + random.nextInt(3) + "/" + name, changed(text, random.nextInt(60), random));
            if (random.nextInt(3) == 0) {
                after.put("copy/" + random.nextInt(9) + ".c", changed(text, random.nextInt(20), random));
            }
        });
        return after;
    }

    private static String changed(String text, int percent, Random random) {
        StringBuilder changed = new StringBuilder();
        text.lines()
                .forEach(
                        line -> changed.append(random.nextInt(100) < percent ? "changed " + random.nextInt(1000) : line)
                                .append('\n'));
        return changed.toString();
    }

    private static ObjectId tree(PendingObjects objects, Map<String, String> files) {
        TreeDraft draft = TreeDraft.of(objects, objects.add(Constants.OBJ_TREE, new byte[0]));
        files.forEach((path, text) -> draft.put(path, 0100644, objects.add(Constants.OBJ_BLOB, Raw.bytes(text))));
        return draft.write();
    }

    private static Map<String, String> ours(PendingObjects objects, Map<String, String> before, ObjectId[] trees) {
        TreeDraft base = TreeDraft.of(objects, trees[0]);
        TreeDraft now = TreeDraft.of(objects, trees[1]);
        Map<String, TreeDraft.Entry> gone = new TreeMap<>();
        before.keySet().stream().filter(p -> now.file(p) == null).forEach(p -> gone.put(p, base.file(p)));
        return new TreeMap<>(RenameSearch.find(objects, trees[1], gone, base));
    }

    private static Map<String, String> jgit(Repository repository, ObjectId[] trees) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (TreeWalk walk = new TreeWalk(repository)) {
            walk.setRecursive(true);
            walk.addTree(trees[0]);
            walk.addTree(trees[1]);
            RenameDetector detector = new RenameDetector(repository);
            detector.setRenameScore(HALF);
            detector.addAll(DiffEntry.scan(walk));
            for (DiffEntry entry : detector.compute()) {
                if (entry.getChangeType() == DiffEntry.ChangeType.RENAME) {
                    found.put(entry.getOldPath(), entry.getNewPath());
                }
            }
        }
        return found;
    }
}
