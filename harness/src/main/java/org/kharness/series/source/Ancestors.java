/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What mails answer, directly or by way of others: many programs name only the nearest. */
final class Ancestors {
    private static final int MOST_STEPS = 1000;

    private final Map<String, Member> byId = new HashMap<>();

    /** Looks among these mails. */
    Ancestors(List<Member> members) {
        members.forEach(m -> byId.putIfAbsent(m.mail().messageId(), m));
        byId.remove("");
    }

    /** The ids of all that a mail answers, the mails here or not. */
    Set<String> of(Member member) {
        Set<String> ids = new HashSet<>();
        Deque<Member> open = new ArrayDeque<>(List.of(member));
        for (int steps = 0; !open.isEmpty() && steps < MOST_STEPS; steps++) {
            for (String id : open.remove().references()) {
                Member above = ids.add(id) ? byId.get(id) : null;
                if (above != null) {
                    open.add(above);
                }
            }
        }
        return ids;
    }
}
