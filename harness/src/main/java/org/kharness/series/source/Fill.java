/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * A posting of some patches only that answer patches of the same numbers in an older one replaces these: b4's partial reroll. The
 * answer may go by way of other mails.
 */
final class Fill {
    private static final int MOST_SHOWN = 12;

    private final Ancestors ancestors;
    private final List<Posting> all;

    private Fill(List<Posting> all, List<Member> members) {
        this.all = all;
        ancestors = new Ancestors(members);
    }

    /**
     * The patches that a posting lacks, each from the newest of the older ones that it corrects, or that correct what it corrects.
     *
     * @param members all mails, as answers go by way of answers
     * @param notes told of every patch and where it is from
     */
    static List<Member> from(
            Posting posting, List<Integer> missing, List<Posting> all, List<Member> members, List<String> notes) {
        List<Member> found = new ArrayList<>();
        List<Integer> still = new ArrayList<>(missing);
        for (Posting older : new Fill(all, members).related(posting)) {
            for (Member member : older.patches()) {
                if (still.remove((Integer) member.subject().number())) {
                    found.add(member);
                    notes.add(
                            "patch " + member.subject().number() + "/" + posting.total() + " is from " + older.name());
                }
            }
        }
        return found;
    }

    /** Older postings that belong to this one, the newest first. */
    @SuppressWarnings("ReferenceEquality") // every posting is here once
    private List<Posting> related(Posting posting) {
        List<Posting> older = new ArrayList<>(all.stream()
                .filter(p -> p.version() < posting.version() && p.total() == posting.total())
                .toList());
        List<Posting> related = new ArrayList<>(List.of(posting));
        boolean grown = true;
        while (grown) {
            List<Posting> more = older.stream()
                    .filter(p -> related.stream().anyMatch(r -> corrects(r, p) || (r != posting && corrects(p, r))))
                    .toList();
            related.addAll(more);
            older.removeAll(more);
            grown = !more.isEmpty();
        }
        related.remove(posting);
        related.sort(Comparator.comparingInt(Posting::version).reversed());
        return related;
    }

    private boolean corrects(Posting posting, Posting older) {
        return posting.version() > older.version() && posting.patches().stream().allMatch(m -> corrects(m, older));
    }

    private boolean corrects(Member member, Posting older) {
        Set<String> above = ancestors.of(member);
        return older.patches().stream()
                .filter(m -> m.subject().number() == member.subject().number())
                .anyMatch(m -> above.contains(m.mail().messageId()));
    }

    /** Numbers as a reader writes them, such as "1, 2, 4 to 7". */
    static String numbers(List<Integer> numbers) {
        List<String> parts = new ArrayList<>();
        int at = 0;
        while (at < numbers.size() && parts.size() < MOST_SHOWN) {
            int end = at;
            while (end + 1 < numbers.size() && numbers.get(end + 1) == numbers.get(end) + 1) {
                end++;
            }
            int first = numbers.get(at);
            int last = numbers.get(end);
            parts.add(end - at > 1 ? first + " to " + last : end > at ? first + ", " + last : String.valueOf(first));
            at = end + 1;
        }
        return String.join(", ", parts) + (at < numbers.size() ? " and more" : "");
    }
}
