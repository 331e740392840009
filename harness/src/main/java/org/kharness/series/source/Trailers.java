/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kharness.series.Patch;

/** Reviewed-by and friends that came as replies, added to the commit messages as b4 does. */
final class Trailers {
    private static final Pattern LINE = Pattern.compile("^[A-Za-z][A-Za-z-]*: \\S.*$");
    private static final int MOST_STEPS = 1000;

    private final Map<String, Member> byId = new HashMap<>();
    private final Map<String, Integer> patchOf = new HashMap<>();
    private final Map<String, Posting> coverOf = new HashMap<>();
    private final List<Patch> patches;
    private final boolean covers;
    private final List<String> notes;
    private final Map<Integer, Map<String, TrailerLine>> found = new HashMap<>();

    private Trailers(List<Patch> patches, List<Posting> postings, boolean covers, List<String> notes) {
        this.patches = patches;
        this.covers = covers;
        this.notes = notes;
        for (int i = 0; i < patches.size(); i++) {
            patchOf.put(patches.get(i).messageId(), i);
        }
        patchOf.remove("");
        for (Posting posting : postings) {
            posting.cover().ifPresent(c -> coverOf.put(c.mail().messageId(), posting));
        }
    }

    /**
     * The patches with the trailers of replies to them.
     *
     * @param notes told of every line that was left out and why, and of those that were taken by name only
     */
    static List<Patch> collect(
            List<Patch> patches,
            List<Posting> postings,
            List<Member> thread,
            SeriesOptions options,
            List<String> notes) {
        boolean covers = options.trailers() == SeriesOptions.ReplyLines.COVER;
        Trailers trailers = new Trailers(patches, postings, covers, notes);
        thread.forEach(m -> trailers.byId.putIfAbsent(m.mail().messageId(), m));
        for (Member member : thread) {
            boolean answer =
                    member.isReply() || (!member.references().isEmpty() && !member.hasDiff() && !member.isCover());
            if (answer && !trailers.patchOf.containsKey(member.mail().messageId())) {
                trailers.take(member);
            }
        }
        return trailers.done();
    }

    private void take(Member answer) {
        List<TrailerLine> lines = TrailerLine.in(answer.mail().body());
        if (lines.isEmpty()) {
            return;
        }
        Member about = about(answer);
        List<Integer> targets = targets(about);
        for (TrailerLine line : lines) {
            TrailerLine.Match match = line.from(answer.mail().from());
            if (match == null) {
                notes.add("left out \"" + line + "\": sent by " + answer.mail().from());
            } else if (targets.isEmpty()) {
                notes.add("left out \"" + line + "\": " + why(about));
            } else {
                if (match == TrailerLine.Match.NAME) {
                    notes.add("took \"" + line + "\" by the name: sent by "
                            + answer.mail().from());
                }
                targets.forEach(t ->
                        found.computeIfAbsent(t, n -> new LinkedHashMap<>()).putIfAbsent(line.key(), line));
            }
        }
    }

    private String why(@Nullable Member about) {
        if (about == null) {
            return "what it answers is not here";
        }
        return coverOf.containsKey(about.mail().messageId())
                ? "it answers the cover letter (--cover-trailers takes it)"
                : "it answers " + about.id() + ", which is not in this series in this form";
    }

    /** The posting mail that an answer, or the answer that it answers, is about; null where that is not here. */
    private @Nullable Member about(Member answer) {
        Member at = answer;
        for (int steps = 0; steps < MOST_STEPS; steps++) {
            Member above = null;
            for (String id : at.references()) {
                above = above == null && !at.isCalled(id) ? byId.get(id) : above;
            }
            if (above == null || !above.isReply()) {
                return above;
            }
            at = above;
        }
        return null;
    }

    /** The patches that get a line: the one it is about, or the one that is the same in another version. */
    private List<Integer> targets(@Nullable Member about) {
        if (about == null) {
            return List.of();
        }
        Integer own = patchOf.get(about.mail().messageId());
        if (own != null) {
            return List.of(own);
        }
        List<Integer> targets = new ArrayList<>();
        Posting posting = coverOf.get(about.mail().messageId());
        for (int i = 0; i < patches.size(); i++) {
            boolean covered =
                    covers && posting != null && posting.holds(patches.get(i).messageId());
            boolean same = !about.patchId().isEmpty()
                    && about.patchId().equals(patches.get(i).patchId());
            if (covered || same) {
                targets.add(i);
            }
        }
        return targets;
    }

    private List<Patch> done() {
        List<Patch> done = new ArrayList<>();
        for (int i = 0; i < patches.size(); i++) {
            Map<String, TrailerLine> lines = found.getOrDefault(i, Map.of());
            Patch patch = patches.get(i);
            done.add(lines.isEmpty() ? patch : patch.withMessage(added(patch.message(), lines)));
        }
        return done;
    }

    /** Adds lines to the trailers at a message's end, each once. */
    private static String added(String message, Map<String, TrailerLine> lines) {
        List<String> kept = new ArrayList<>(message.stripTrailing().lines().toList());
        int last = kept.size() - 1;
        boolean block = last > 0 && LINE.matcher(kept.get(last)).matches() && kept.contains("");
        Set<String> known = new LinkedHashSet<>();
        TrailerLine.in(message).forEach(l -> known.add(l.key()));
        List<String> fresh = lines.entrySet().stream()
                .filter(l -> !known.contains(l.getKey()))
                .map(l -> l.getValue().toString())
                .toList();
        if (!block && !fresh.isEmpty()) {
            kept.add("");
        }
        kept.addAll(fresh);
        return String.join("\n", kept) + "\n";
    }
}
