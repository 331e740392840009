/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.MyersDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.kharness.series.Patch;
import org.kharness.series.diff.Diffstat;
import org.kharness.series.diff.FileDiff;
import org.kharness.series.diff.Hunk;
import org.kharness.series.diff.Raw;

/**
 * What {@code git diff --shortstat base..tip} would say of a series, worked out from its patches alone. It is not the sum
 * of the patches' own counts where a later patch removes what an earlier one added. Lines that no hunk shows are stood
 * in for by their numbers.
 */
final class WholeDiffstat {
    /** A file's known lines by position; the text between is unknown and the same before and after. */
    private static final class Content {
        private final List<String> before = new ArrayList<>();
        private final List<String> after = new ArrayList<>();

        /** Makes both sides at least so long. */
        void reach(int afterLines) {
            while (after.size() < afterLines) {
                String unknown = "\u0001" + before.size() + "\n";
                before.add(unknown);
                after.add(unknown);
            }
        }

        /** What the hunk shows of a line nobody has seen is what was there from the beginning. */
        void learn(int at, String text) {
            String known = after.get(at);
            if (known.startsWith("\u0001")) {
                before.set(before.indexOf(known), text);
                after.set(at, text);
            }
        }
    }

    private WholeDiffstat() {}

    static Diffstat of(List<Patch> patches) {
        Map<String, Content> files = new TreeMap<>();
        for (Patch patch : patches) {
            for (FileDiff diff : patch.files()) {
                String old = diff.oldName();
                Content content = old != null && files.containsKey(old) ? files.get(old) : new Content();
                if (diff.kind() == FileDiff.Kind.RENAME && old != null) {
                    files.remove(old);
                }
                files.put(diff.name(), content);
                apply(content, diff.hunks());
            }
        }
        int changed = 0;
        int insertions = 0;
        int deletions = 0;
        for (Content content : files.values()) {
            EditList edits = new MyersDiffOf(content).edits();
            changed += edits.isEmpty() && !content.before.isEmpty() ? 0 : 1;
            insertions += edits.stream().mapToInt(Edit::getLengthB).sum();
            deletions += edits.stream().mapToInt(Edit::getLengthA).sum();
        }
        return new Diffstat(changed, insertions, deletions);
    }

    private static void apply(Content content, List<Hunk> hunks) {
        List<Hunk> sorted = new ArrayList<>(hunks);
        sorted.sort(Comparator.comparingInt(Hunk::newStart));
        for (Hunk hunk : sorted) {
            int at = Math.max(0, hunk.newStart() - 1);
            at = hunk.after().isEmpty() ? hunk.newStart() : at;
            content.reach(at + hunk.before().size());
            for (Hunk.Line line : hunk.lines()) {
                if (line.kind() == '+') {
                    content.after.add(at++, line.text());
                    continue;
                }
                content.learn(at, line.text());
                if (line.kind() == '-') {
                    content.after.remove(at);
                } else {
                    at++;
                }
            }
        }
    }

    /** Both sides as texts whose unknown lines are equal only to themselves. */
    private static final class MyersDiffOf {
        private final RawText a;
        private final RawText b;

        MyersDiffOf(Content content) {
            a = text(content.before);
            b = text(content.after);
        }

        private static RawText text(List<String> lines) {
            Map<String, String> same = new HashMap<>();
            StringBuilder text = new StringBuilder();
            lines.forEach(line -> text.append(same.computeIfAbsent(line, l -> l.endsWith("\n") ? l : l + "\u0002\n")));
            return new RawText(Raw.bytes(text.toString()));
        }

        EditList edits() {
            return MyersDiff.INSTANCE.diff(RawTextComparator.DEFAULT, a, b);
        }
    }
}
