/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A posting of some patches only that answer patches of the same numbers in an older one replaces these: b4's partial reroll. */
final class Fill {
    private static final int MOST_SHOWN = 12;

    private Fill() {}

    /**
     * The patches that a posting lacks, out of the older ones that it corrects.
     *
     * @param notes told of every patch and where it is from
     */
    static List<Member> from(Posting posting, List<Integer> missing, List<Posting> all, List<String> notes) {
        Optional<Posting> older = all.stream()
                .filter(p -> p.version() < posting.version() && p.total() == posting.total())
                .filter(p -> posting.patches().stream().allMatch(m -> corrects(m, p)))
                .max(Comparator.comparingInt(Posting::version));
        if (older.isEmpty()) {
            return List.of();
        }
        List<Member> found = new ArrayList<>();
        List<Integer> still = new ArrayList<>(missing);
        for (Member member : older.get().patches()) {
            if (still.remove((Integer) member.subject().number())) {
                found.add(member);
                notes.add("patch " + member.subject().number() + "/" + posting.total() + " is from "
                        + older.get().name());
            }
        }
        if (!still.isEmpty()) {
            found.addAll(from(older.get(), still, all, notes));
        }
        return found;
    }

    private static boolean corrects(Member member, Posting older) {
        return older.patches().stream()
                .filter(m -> m.subject().number() == member.subject().number())
                .anyMatch(m -> member.references().contains(m.mail().messageId()));
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
