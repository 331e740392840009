/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.bisect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kharness.bisect.GitBisect.Mark;
import org.kharness.kernel.CommitText;
import org.kharness.report.BisectAnswer;

/** What a search found, in the forms in which it is told: for a person, for git, for the report. */
final class Answer {
    private final Bisection.Outcome outcome;
    private final Bisection.Ends ends;
    private final boolean findFix;
    private final GitBisect bisect;
    private final Map<String, List<String>> range;
    private final String after;
    private final String before;

    Answer(Bisection.Outcome outcome, Bisection.Ends ends, boolean findFix, GitBisect bisect) {
        this.outcome = outcome;
        this.ends = ends;
        this.findFix = findFix;
        this.bisect = bisect;
        this.range = bisect.range();
        this.after = outcome.found() == null
                ? ends.newer().commit()
                : outcome.found().commit();
        this.before = outcome.found() == null
                ? ends.older().commit()
                : range.getOrDefault(after, List.of()).stream()
                        .filter(p -> outcome.seen().containsKey(p))
                        .findFirst()
                        .orElse(ends.older().commit());
    }

    boolean isOne() {
        return outcome.found() != null;
    }

    /** The commit found, else the newer end. */
    String after() {
        return after;
    }

    /** Its parent where that was tried, else the older end. */
    String before() {
        return before;
    }

    /** What a person reads. */
    String text() {
        StringBuilder text = new StringBuilder();
        if (isOne()) {
            text.append(findFix ? "first fixed commit:\n" : "first bad commit:\n");
            text.append(bisect.describe(after));
            text.append("probability: ")
                    .append(BisectPage.percent(outcome.suspects().getOrDefault(after, 1.0)))
                    .append('\n');
        } else {
            text.append("one of these is the first ")
                    .append(findFix ? "fixed" : "bad")
                    .append(" commit, all of them were skipped or not decided:\n");
            outcome.suspects()
                    .forEach((c, p) -> text.append("  ")
                            .append(line(c))
                            .append("  ")
                            .append(BisectPage.percent(p))
                            .append('\n'));
        }
        text.append("failure followed: ").append(outcome.followed()).append('\n');
        evidence(after, text);
        evidence(before, text);
        if (sameImage()) {
            text.append(
                    "its boot image is that of its parent, byte for byte: nothing that it changes is in this kernel,"
                            + " and the failure comes and goes\n");
        }
        outcome.skipped()
                .forEach((c, why) -> text.append("skipped ")
                        .append(line(c))
                        .append(": ")
                        .append(why)
                        .append('\n'));
        return text.toString();
    }

    private void evidence(String commit, StringBuilder text) {
        Observation seen = outcome.seen().get(commit);
        if (seen != null) {
            text.append("at ").append(line(commit)).append(": ");
            text.append(seen.isUseless() ? seen.why() : seen.inWords()).append('\n');
        }
    }

    private boolean sameImage() {
        Observation now = outcome.seen().get(after);
        Observation parent = outcome.seen().get(before);
        return isOne()
                && now != null
                && parent != null
                && !now.image().isEmpty()
                && now.image().equals(parent.image());
    }

    /** A commit as git log --oneline shows it. */
    private String line(String commit) {
        return commit.substring(0, 12) + " " + subject(commit);
    }

    private String subject(String commit) {
        return CommitText.of(bisect.tree(commit)).subject();
    }

    /** What git bisect replay takes, with the marks as all tries together say. */
    String log() {
        if (!isOne()) {
            return bisect.log();
        }
        Map<String, Mark> marks = new LinkedHashMap<>();
        outcome.seen().forEach((commit, seen) -> marks.put(commit, mark(commit, seen)));
        return bisect.log(marks);
    }

    private Mark mark(String commit, Observation seen) {
        if (seen.tries() == 0) {
            return Mark.SKIP;
        }
        if (isOne()) {
            return bisect.contains(commit, after) != findFix ? Mark.BAD : Mark.GOOD;
        }
        return outcome.rates().odds(seen.failures(), seen.passes()) > 0 ? Mark.BAD : Mark.GOOD;
    }

    /** For report.json. */
    BisectAnswer report() {
        List<BisectAnswer.Step> steps = new ArrayList<>();
        List<String> order = new ArrayList<>(range.keySet());
        outcome.seen().forEach((commit, seen) -> {
            int place = order.indexOf(commit);
            steps.add(new BisectAnswer.Step(
                    commit,
                    subject(commit),
                    mark(commit, seen).name(),
                    place < 0 ? 0 : order.size() - place,
                    seen.failures(),
                    seen.tries(),
                    seen.tries() == 0 ? seen.why() : "",
                    seen.seconds()));
        });
        return new BisectAnswer(
                outcome.followed().what().word(),
                findFix,
                outcome.followed().toString(),
                ends.older().commit(),
                ends.newer().commit(),
                order.size(),
                outcome.suspects().entrySet().stream()
                        .map(e -> suspect(e.getKey(), e.getValue()))
                        .toList(),
                sameImage(),
                outcome.rates().with(),
                outcome.rates().without(),
                steps);
    }

    private BisectAnswer.Suspect suspect(String commit, double probability) {
        CommitText text = CommitText.of(bisect.tree(commit));
        return new BisectAnswer.Suspect(
                commit,
                text.subject(),
                text.authorName() + " <" + text.authorEmail() + ">",
                probability,
                bisect.files(commit));
    }
}
