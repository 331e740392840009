/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which postings are versions of one series, and which of them is meant. Versions are told by titles in common, or by an
 * answer to an older version.
 */
final class Lineages {
    /** Nobody sends more patches of one title as versions of each other, and each is compared with each. */
    private static final int MOST_COMPARED = 100;

    private Lineages() {}

    /** Postings put together with their other versions, in the order of the source. */
    static List<List<Posting>> of(List<Posting> postings) {
        int[] top = new int[postings.size()];
        for (int i = 0; i < top.length; i++) {
            top[i] = i;
        }
        Map<String, List<Integer>> bySign = new HashMap<>();
        for (int i = 0; i < top.length; i++) {
            for (String sign : signs(postings.get(i))) {
                List<Integer> others = bySign.computeIfAbsent(sign, k -> new ArrayList<>());
                for (int other : others.subList(Math.max(0, others.size() - MOST_COMPARED), others.size())) {
                    if (root(top, i) != root(top, other) && isVersion(postings.get(i), postings.get(other))) {
                        top[root(top, i)] = root(top, other);
                    }
                }
                others.add(i);
            }
        }
        Map<Integer, List<Posting>> lineages = new LinkedHashMap<>();
        for (int i = 0; i < top.length; i++) {
            lineages.computeIfAbsent(root(top, i), k -> new ArrayList<>()).add(postings.get(i));
        }
        return List.copyOf(lineages.values());
    }

    private static int root(int[] top, int i) {
        int at = i;
        while (top[at] != at) {
            at = top[at];
        }
        return at;
    }

    /** Only postings with one of these in common are compared. */
    private static List<String> signs(Posting posting) {
        List<String> signs = new ArrayList<>();
        for (Member member : posting.members()) {
            signs.add("title " + member.subject().title());
            signs.add("id " + member.mail().messageId());
            member.references().forEach(id -> signs.add("id " + id));
        }
        return signs.stream().distinct().filter(s -> !s.endsWith(" ")).toList();
    }

    private static boolean isVersion(Posting one, Posting other) {
        boolean titled = one.sharesTitle(other);
        boolean versions = one.version() != other.version();
        boolean marked = versions || one.isResend() != other.isResend();
        boolean threaded = one.inThreadOf(other);
        boolean sameSender = one.sameSender(other);
        if (titled) {
            return threaded
                    || (sameSender && (marked || one.samePatches(other)))
                    || (versions && one.sharesMostTitles(other)); // somebody else goes on with it
        }
        return threaded && marked && (sameSender || (versions && (one.answersHead(other) || other.answersHead(one))));
    }
}
