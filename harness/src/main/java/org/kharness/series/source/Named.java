/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kharness.failure.InputException;

/** The posting that a message-id names. */
final class Named {
    private static final int MOST_SHOWN = 12;
    private static final int MOST_STEPS = 1000;

    private Named() {}

    /**
     * The posting that holds exactly this mail; else the one that the mail, an answer, is about; else the one whose mails answer
     * it where it is not here, as with a cover letter that was not saved.
     *
     * @throws InputException if there is none
     */
    static Posting posting(String origin, String wanted, List<Posting> postings, List<Member> members) {
        for (Posting posting : postings) {
            if (posting.holds(wanted)) {
                return posting;
            }
        }
        Map<String, Member> byId = new HashMap<>();
        members.forEach(m -> byId.putIfAbsent(m.mail().messageId(), m));
        Member at = byId.get(wanted);
        if (at != null && at.hasDiff()) {
            return new Posting(at.subject().version(), 1, List.of(at)); // an answer that brings a patch of its own
        }
        for (int steps = 0; at != null && steps < MOST_STEPS; steps++) {
            for (String id : at.references()) {
                for (Posting posting : postings) {
                    if (posting.holds(id)) {
                        return posting;
                    }
                }
            }
            at = at.references().isEmpty() ? null : byId.get(at.references().get(0));
        }
        List<Posting> answering = postings.stream()
                .filter(p -> p.members().stream()
                        .anyMatch(m -> m.references().stream().limit(1).anyMatch(wanted::equals)))
                .toList();
        if (answering.size() == 1) {
            return answering.get(0);
        }
        throw new InputException(origin + ": no series that " + wanted + " belongs to; there are " + list(postings));
    }

    /** What there is to choose from, a line each. */
    static String list(List<Posting> postings) {
        String lines = postings.stream()
                .limit(MOST_SHOWN)
                .map(p -> "\n  " + p.described())
                .collect(Collectors.joining());
        int more = postings.size() - MOST_SHOWN;
        return more > 0 ? lines + "\n  and " + more + " more" : lines;
    }
}
