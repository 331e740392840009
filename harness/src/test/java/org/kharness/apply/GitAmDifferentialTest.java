/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.apply.MailThread.Box;
import org.kharness.apply.MailThread.Like;
import org.kharness.apply.MailThread.Nesting;
import org.kharness.apply.MailThread.Posting;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;
import org.kharness.failure.SeriesException;
import org.kharness.kernel.KernelTree;
import org.kharness.process.Command;
import org.kharness.progress.Progress;
import org.kharness.series.diff.Raw;
import org.kharness.series.source.RequestedSeries;
import org.kharness.series.source.SeriesSource;

/**
 * Threads picked from and applied by us, and the mails that are right given to the real {@code git am}: same trees, same commit
 * ids, same refusals.
 */
class GitAmDifferentialTest {
    private static final int GENERATED = Integer.getInteger("kharness.threads.generated", 500);
    private static final int SHAPED = Integer.getInteger("kharness.threads.shaped", 2);
    private static final long SEED = Long.getLong("kharness.threads.seed", 20211202L);
    private static final int TOPICS = 60;
    private static final List<Box> BOXES = List.of(Box.values());
    private static final List<Nesting> NESTINGS = List.of(Nesting.values());

    @TempDir
    private Path dir;

    private final Map<String, MailThread> threads = new LinkedHashMap<>();

    private record Answer(String commit, String tree, String reason, List<String> notes) {
        boolean taken() {
            return !commit.isEmpty();
        }
    }

    @Test
    void agreesWithGit() throws Exception {
        Path work = Files.createDirectory(dir.resolve("theirs"));
        Topics topics = Topics.make(work, TOPICS, SEED);
        shaped(topics);
        generated(topics);
        Map<String, Path> boxes = new LinkedHashMap<>();
        for (Map.Entry<String, MailThread> thread : threads.entrySet()) {
            Path folder = Files.createDirectory(dir.resolve("c" + boxes.size()));
            boxes.put(thread.getKey(), thread.getValue().write(folder));
        }
        List<Answer> theirs = gitAm(work);
        KernelTree base = base(work);
        List<String> wrong = new ArrayList<>();
        int taken = 0;
        int at = 0;
        for (Map.Entry<String, MailThread> thread : threads.entrySet()) {
            MailThread mails = thread.getValue();
            Answer git = theirs.get(at++);
            Answer ours = ours(base, Objects.requireNonNull(boxes.get(thread.getKey())), mails);
            String difference = difference(mails, ours, git);
            if (!difference.isEmpty()) {
                wrong.add(thread.getKey() + ": " + difference + "\n" + mails + "\n  ours: " + ours + "\n  git: " + git);
            }
            taken += ours.taken() ? 1 : 0;
        }
        assertThat(wrong.size() + " of " + threads.size() + " differ, " + taken + " taken\n"
                        + String.join("\n\n", wrong))
                .startsWith("0 of ");
        assertThat(taken).isBetween(threads.size() * 2 / 3, threads.size() * 9 / 10);
    }

    /** What differs; empty if nothing does that should not. */
    private static String difference(MailThread mails, Answer ours, Answer git) {
        if (ours.taken() != git.taken()) {
            boolean meant = ours.taken()
                    && mails.like() == Like.MORE
                    && ours.notes.stream().anyMatch(n -> n.contains("git am refuses it"));
            return meant ? "" : ours.taken() ? "git refuses" : "we refuse";
        }
        boolean same = mails.like() == Like.GIT ? ours.commit.equals(git.commit) : ours.tree.equals(git.tree);
        return same ? "" : ours.tree.equals(git.tree) ? "another commit" : "another tree";
    }

    private void shaped(Topics topics) throws IOException {
        Map<String, ThreadShapes.Shape> shapes = ThreadShapes.all();
        for (int round = 0; round < SHAPED; round++) {
            int i = 0;
            for (Map.Entry<String, ThreadShapes.Shape> shape : shapes.entrySet()) {
                MailThread thread = new MailThread(topics, new Random(SEED + i), (i * 7 + round * 31) % (TOPICS - 1));
                shape.getValue().write(thread);
                threads.put(shape.getKey() + ", " + (round + 1), thread);
                i++;
            }
        }
    }

    /** Any version of any topic, any number of them, any answers, each mail changed in any way. */
    private void generated(Topics topics) throws IOException {
        List<Map.Entry<String, LetterShapes.Change>> harmless =
                new ArrayList<>(LetterShapes.harmless().entrySet());
        List<Map.Entry<String, LetterShapes.Change>> all =
                new ArrayList<>(LetterShapes.all().entrySet());
        for (int i = 0; i < GENERATED; i++) {
            Random random = new Random(SEED * 31 + i);
            MailThread thread = new MailThread(topics, random, random.nextInt(TOPICS));
            StringBuilder name = new StringBuilder("generated " + i);
            Posting first = thread.post(1, "", "", nesting(random), random.nextBoolean());
            Posting last = first;
            for (int version = 2; version <= 1 + random.nextInt(Topics.VERSIONS); version++) {
                String parent = random.nextInt(3) > 0 ? first.head().get("Message-ID") : "";
                last = thread.post(
                        version, "", parent, nesting(random), !first.mails().equals(first.patches()));
            }
            for (int n = random.nextInt(3); n > 0; n--) {
                Letter to = thread.all().get(random.nextInt(thread.all().size()));
                thread.answer(to, "Acked-by: Rev Viewer <rev@example.org>\n");
            }
            thread.right(last.patches());
            for (Letter letter : last.patches()) {
                int often = random.nextInt(3);
                for (int n = 0; n < often; n++) {
                    var changes = random.nextInt(4) == 0 ? all : harmless;
                    var change = changes.get(random.nextInt(changes.size()));
                    change.getValue().change(thread, letter);
                    name.append(", ").append(change.getKey());
                }
            }
            thread.in(BOXES.get(random.nextInt(BOXES.size())));
            threads.put(name.toString(), thread);
        }
    }

    private static Nesting nesting(Random random) {
        return NESTINGS.get(random.nextInt(NESTINGS.size()));
    }

    private Answer ours(KernelTree base, Path box, MailThread mails) {
        Cache cache = Cache.at(dir.resolve("cache"));
        try {
            RequestedSeries series = new SeriesSource(dir, cache, mails.options(), Progress.NONE).open(box.toString());
            AppliedSeries applied = SeriesApplier.apply(base, series);
            return new Answer(
                    applied.result().commit(),
                    applied.result().tree(),
                    "",
                    series.needPatches().notes());
        } catch (InputException | SeriesException e) {
            return new Answer("", "", String.valueOf(e.getMessage()), List.of());
        }
    }

    /** Ours go into a repository of their own that borrows the objects. */
    private KernelTree base(Path work) throws IOException {
        Path repository = dir.resolve("ours.git");
        String script =
                "git init -q --bare ../ours.git && echo ../../theirs/.git/objects >../ours.git/objects/info/alternates\n"
                        + "git rev-parse base base^{tree}";
        List<String> ids = Command.of("sh", "-c", script)
                .in(work)
                .runOrFail()
                .text()
                .lines()
                .toList();
        return new KernelTree(repository, "base", ids.get(0), ids.get(1), "6.1");
    }

    /** One shell for all: starting git is what costs. */
    private List<Answer> gitAm(Path work) throws IOException {
        StringBuilder script =
                new StringBuilder("export GIT_COMMITTER_NAME=kharness GIT_COMMITTER_EMAIL=kharness@localhost\n"
                        + "export GIT_CONFIG_NOSYSTEM=1 TZ=UTC\n");
        int i = 0;
        for (MailThread thread : threads.values()) {
            Path folder = Files.createDirectory(dir.resolve("g" + i));
            List<String> files = new ArrayList<>();
            for (Letter letter : thread.right()) {
                String file = "../g" + i + "/" + files.size();
                Files.write(folder.resolve(String.valueOf(files.size())), Raw.bytes(letter.raw()));
                files.add(file);
            }
            script.append(
                    ("git am -q %s --patch-format=mbox --committer-date-is-author-date %s >/dev/null 2>../g%d/err && "
                                    + "{ read head <.git/HEAD; echo $head >&3; } || { echo no >&3; rm -rf .git/rebase-apply; }\n"
                                    + "git checkout -q -f --detach base\n")
                            .formatted(thread.am(), String.join(" ", files), i));
            i++;
        }
        Files.writeString(
                dir.resolve("am.sh"),
                "exec 3>../heads\n" + script + "grep -v no ../heads | sed 's/$/^{tree}/' |"
                        + " git cat-file --batch-check='%(objectname)' >../trees\n");
        Command.of("sh", "../am.sh").in(work).runOrFail();
        List<String> trees = new ArrayList<>(Files.readAllLines(dir.resolve("trees")));
        List<Answer> answers = new ArrayList<>();
        for (String head : Files.readAllLines(dir.resolve("heads"))) {
            String error = Raw.of(Files.readAllBytes(dir.resolve("g" + answers.size() + "/err")))
                    .strip();
            answers.add(
                    head.equals("no")
                            ? new Answer("", "", error, List.of())
                            : new Answer(head, trees.remove(0), "", List.of()));
        }
        return answers;
    }
}
