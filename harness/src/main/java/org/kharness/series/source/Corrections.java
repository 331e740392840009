/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Patches that were sent again alone and without a number in answer to the one that they correct: "[PATCH v2] x" below
 * "[PATCH 2/3] x". Each takes that one's place.
 */
final class Corrections {
    private final Map<Posting, Posting> corrected = new HashMap<>();
    private final Map<Member, Member> newest = new HashMap<>();

    /** Looks for corrections among the postings. */
    Corrections(List<Posting> postings, List<Member> members) {
        Ancestors ancestors = new Ancestors(members);
        Map<String, Posting> byId = Posting.byId(postings);
        for (Posting single : postings) {
            if (single.isSingle() && !single.head().subject().numbered()) {
                for (String id : ancestors.of(single.head())) {
                    find(single, byId.get(id), id);
                }
            }
        }
    }

    private void find(Posting single, @Nullable Posting posting, String id) {
        if (posting == null || posting.isSingle() || posting.version() > single.version()) {
            return;
        }
        Member again = single.head();
        for (Member member : posting.patches()) {
            boolean same = member.isCalled(id)
                    && member.sender().equals(again.sender())
                    && member.subject().title().equals(again.subject().title());
            if (same) {
                corrected.put(single, posting);
                newest.merge(member, again, Corrections::later);
            }
        }
    }

    private static Member later(Member one, Member other) {
        int mine = one.subject().version();
        int theirs = other.subject().version();
        boolean first = mine == theirs ? one.sentBefore(other) : mine < theirs;
        return first ? other : one;
    }

    /** The postings that are not only a correction of another one here. */
    List<Posting> withoutThem(List<Posting> postings) {
        List<Posting> kept = new ArrayList<>(postings);
        kept.removeIf(corrected::containsKey);
        return kept;
    }

    /** The posting with what corrects it in the places of what that corrects. */
    Posting applied(Posting posting, List<String> notes) {
        List<Member> members = new ArrayList<>();
        for (Member member : posting.members()) {
            Member again = newest.get(member);
            members.add(again == null ? member : again.numberedAs(member));
            if (again != null) {
                notes.add("patch " + member.subject().number() + "/" + posting.total() + ": took " + again.id()
                        + ", which answers and corrects " + member.id());
            }
        }
        return new Posting(posting.version(), posting.total(), members);
    }
}
