/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.process.Command;
import org.kharness.series.diff.DiffParser;
import org.kharness.series.diff.Raw;

/** Made-up patches for trees that moved on, merged by us and by the real {@code git am --3way}: same answer, same tree. */
class ThreeWayDifferentialTest {
    private static final int CASES = Integer.getInteger("kharness.threeway.cases", 60);
    private static final long SEED = Long.getLong("kharness.threeway.seed", 20211202L);

    @TempDir
    private Path dir;

    private final Random random = new Random(SEED);

    @Test
    void agreesWithGitAm() throws Exception {
        StringBuilder commits = new StringBuilder();
        StringBuilder script = new StringBuilder("""
                export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@x GIT_COMMITTER_NAME=c GIT_COMMITTER_EMAIL=c@x
                export GIT_CONFIG_NOSYSTEM=1 HOME=/nonexistent
                git init -q r && cd r && git config gc.auto 0 && git config core.fsync none
                git fast-import --quiet <../commits
                """);
        for (int i = 0; i < CASES; i++) {
            Map<String, String> base = base();
            Map<String, String> theirs = changed(base, false);
            Map<String, String> ours = changed(base, true);
            commit(commits, "base" + i, base);
            commit(commits, "theirs" + i, theirs);
            commit(commits, "ours" + i, ours);
            script.append("""
                    git diff-tree -p -M --full-index base%1$d theirs%1$d >../%1$d.diff
                    { printf 'From: a <a@x>\\nSubject: case\\n\\n---\\n'; cat ../%1$d.diff; } >../%1$d.mail
                    git checkout -qf --detach ours%1$d 2>/dev/null
                    if git am -q -3 ../%1$d.mail >../%1$d.out 2>&1; then echo yes; else echo no; git am -q --abort; fi
                    git rev-parse HEAD^{tree} ours%1$d^{tree}
                    """.formatted(i));
        }
        Files.write(dir.resolve("commits"), Raw.bytes(commits.toString()));
        Files.writeString(dir.resolve("run.sh"), script);
        List<String> answers = Command.of("sh", "run.sh")
                .in(dir)
                .keepErrorApart()
                .runOrFail()
                .output()
                .lines()
                .toList();
        judge(answers);
    }

    private void judge(List<String> answers) throws IOException {
        int merged = 0;
        int refused = 0;
        int followed = 0;
        try (Repository repository = new FileRepositoryBuilder()
                        .setGitDir(dir.resolve("r/.git").toFile())
                        .build();
                PendingObjects objects = new PendingObjects(repository)) {
            for (int i = 0; i < CASES; i++) {
                String patch = Raw.of(Files.readAllBytes(dir.resolve(i + ".diff")));
                if (patch.isEmpty()) {
                    continue;
                }
                ObjectId tree = ObjectId.fromString(answers.get(3 * i + 2));
                StringBuilder why = new StringBuilder();
                ThreeWay.@Nullable Merged ours = ours(objects, tree, patch, why);
                String what = "case " + i + ": " + why + "\n" + patch + Files.readString(dir.resolve(i + ".out"));
                String theirs = answers.get(3 * i).equals("yes") ? answers.get(3 * i + 1) : "refused";
                assertThat(ours == null ? "refused" : ours.tree().name())
                        .as(what)
                        .isEqualTo(theirs);
                merged += ours != null && !why.isEmpty() ? 1 : 0;
                refused += ours == null ? 1 : 0;
                followed += ours == null || ours.renames().isEmpty() ? 0 : 1;
            }
        }
        assertThat(merged).as("merged").isGreaterThan(CASES / 10);
        assertThat(refused).as("refused").isGreaterThan(CASES / 10);
        assertThat(followed).as("followed a rename").isGreaterThan(CASES / 20);
    }

    private static ThreeWay.@Nullable Merged ours(
            PendingObjects objects, ObjectId tree, String patch, StringBuilder why) {
        var diffs = DiffParser.parse("patch", patch);
        try {
            return new ThreeWay.Merged(PatchDraft.apply(objects, tree, diffs).tree(), List.of());
        } catch (Refusal direct) {
            why.append(direct.file()).append(": ").append(direct.getMessage());
        }
        try {
            return ThreeWay.apply(objects, tree, diffs, PatchDraft.Care.FULL);
        } catch (Refusal e) {
            why.append("; ").append(e.file()).append(": ").append(e.getMessage());
            return null;
        }
    }

    private Map<String, String> base() {
        Map<String, String> files = new TreeMap<>();
        for (String name : List.of("a/one.c", "a/two.c", "b/one.h", "b/three.c", "four.c")) {
            files.put(name, text(10 + random.nextInt(40)));
        }
        files.put("keep/this", "kept\n");
        return files;
    }

    private String text(int lines) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append(line());
        }
        return text.toString();
    }

    /** Mostly lines that occur once: where lines repeat, two diff algorithms may cut a change differently. */
    private String line() {
        return random.nextInt(100) < 8 ? "\treturn;\n" : "line " + random.nextInt(1_000_000) + "\n";
    }

    private Map<String, String> changed(Map<String, String> base, boolean tree) {
        Map<String, String> files = new TreeMap<>(base);
        List<String> names = new ArrayList<>(base.keySet());
        names.remove("keep/this");
        int count = tree ? 3 : 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            String name = names.remove(random.nextInt(names.size()));
            String text = edited(base.getOrDefault(name, ""), 1 + random.nextInt(tree ? 6 : 2));
            int kind = random.nextInt(100);
            if (kind < (tree ? 45 : 80)) {
                files.put(name, text);
            } else if (kind < 92) {
                files.remove(name);
                files.put(moved(name), random.nextInt(3) == 0 ? base.getOrDefault(name, "") : text);
            } else {
                files.remove(name);
            }
            if (tree && random.nextInt(4) == 0) {
                files.put("c/" + name.substring(name.lastIndexOf('/') + 1), edited(base.getOrDefault(name, ""), 12));
            }
        }
        return files;
    }

    private String moved(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        return switch (random.nextInt(4)) {
            case 0 -> "d/" + last;
            case 1 -> "e/other-" + last;
            case 2 -> name + ".new";
            default -> "z/deep/" + last;
        };
    }

    private String edited(String before, int edits) {
        List<String> lines = new ArrayList<>(Raw.lines(before));
        for (int i = 0; i < edits; i++) {
            int at = random.nextInt(lines.size() + 1);
            int kind = random.nextInt(3);
            if (kind == 0 || at == lines.size()) {
                lines.add(at, line());
            } else if (kind == 1) {
                lines.remove(at);
            } else {
                lines.set(at, line());
            }
        }
        return String.join("", lines);
    }

    private static void commit(StringBuilder out, String branch, Map<String, String> files) {
        out.append("commit refs/heads/").append(branch).append("\ncommitter c <c@x> 1600000000 +0000\ndata 1\nx\n");
        files.forEach((path, text) -> out.append("M 100644 inline ")
                .append(path)
                .append("\ndata ")
                .append(text.length())
                .append('\n')
                .append(text)
                .append('\n'));
    }
}
