/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kharness.series.SubjectLine;

/**
 * Puts cover letters and patches together that were sent together; answers are left out. Mails of one version and total are
 * joined by the surest sign first, and never so that a number would be there twice: what was sent in one go by its ids, then
 * what answers each other, then what answers the same mail whether that is there or not, then what one sender sent, at last
 * whatever has other numbers.
 */
final class Grouping {
    private final Map<String, Member> byId = new HashMap<>();

    private Grouping() {}

    /** A posting being put together; one that was joined to another points to it. */
    private static final class Cluster {
        private final List<Member> members = new ArrayList<>();
        private final Set<Integer> numbers = new HashSet<>();
        private @Nullable Cluster joined;

        Cluster(Member member) {
            members.add(member);
            numbers.add(member.subject().number());
        }

        Cluster top() {
            Cluster top = this;
            while (top.joined != null) {
                top = top.joined;
            }
            return top;
        }

        void take(Cluster other) {
            members.addAll(other.members);
            numbers.addAll(other.numbers);
            other.joined = this;
        }

        boolean isComplete() {
            int total = members.get(0).subject().total();
            return numbers.stream().filter(n -> n > 0).count() >= total;
        }
    }

    static List<Posting> postings(List<Member> all) {
        Grouping grouping = new Grouping();
        all.forEach(m -> grouping.byId.putIfAbsent(m.mail().messageId(), m));
        Map<String, List<Member>> kinds = new LinkedHashMap<>();
        List<Posting> postings = new ArrayList<>();
        for (Member member : all) {
            if (!member.isPatch() && !(member.isCover() && !member.isReply())) {
                continue;
            }
            SubjectLine s = member.subject();
            if (!s.numbered()) {
                postings.add(new Posting(s.version(), 1, List.of(member)));
                continue;
            }
            String key = grouping.version(member) + " " + s.total() + " " + s.resend() + " " + s.target();
            kinds.computeIfAbsent(key, k -> new ArrayList<>()).add(member);
        }
        for (List<Member> kind : kinds.values()) {
            for (Cluster cluster : clusters(kind)) {
                if (cluster.members.stream().anyMatch(Member::hasDiff)) {
                    cluster.members.sort(Comparator.comparingInt(Member::place));
                    int total = kind.get(0).subject().total();
                    postings.add(new Posting(grouping.version(kind.get(0)), total, cluster.members));
                }
            }
        }
        List<Posting> whole = sentAgain(completed(postings));
        whole.sort(Comparator.comparingInt(p -> p.members().get(0).place()));
        return whole;
    }

    /**
     * Senders forget a version number or name a tree in some subjects only: parts that lack each other's numbers and are a whole
     * together are one posting.
     */
    private static List<Posting> completed(List<Posting> postings) {
        Map<Integer, List<Posting>> parts = new LinkedHashMap<>();
        for (Posting posting : postings) {
            if (!posting.isSingle() && !posting.missing().isEmpty()) {
                parts.computeIfAbsent(posting.total(), t -> new ArrayList<>()).add(posting);
            }
        }
        List<Posting> whole = new ArrayList<>(postings);
        parts.values().forEach(some -> joinIfWhole(whole, some));
        List<Posting> rest = parts.values().stream()
                .flatMap(List::stream)
                .filter(whole::contains)
                .toList();
        joinIfWhole(whole, rest); // also where the total is wrong in a subject
        return whole;
    }

    private static void joinIfWhole(List<Posting> postings, List<Posting> some) {
        if (some.size() < 2) {
            return;
        }
        Set<Integer> numbers = new TreeSet<>();
        boolean disjoint = some.stream().flatMap(p -> p.numbers().stream()).allMatch(numbers::add);
        int total = numbers.stream().mapToInt(n -> n).max().orElse(0);
        boolean complete = numbers.size() == total && some.stream().anyMatch(p -> p.total() == total);
        Posting first = some.get(0);
        boolean oneTotal = some.stream().allMatch(p -> p.total() == total);
        boolean together =
                some.stream().skip(1).allMatch(p -> p.inThreadOf(first) || (oneTotal && p.sameSender(first)));
        if (disjoint && complete && together) {
            int version = some.stream().mapToInt(Posting::version).max().orElse(1);
            postings.removeAll(some);
            postings.add(new Posting(version, total, List.of())
                    .with(some.stream().flatMap(p -> p.members().stream()).toList()));
        }
    }

    /** Single patches of a version that answer those of their numbers under another label, such as RESEND, belong to them. */
    @SuppressWarnings("ReferenceEquality") // every posting is here once
    private static List<Posting> sentAgain(List<Posting> postings) {
        Map<String, Posting> byId = Posting.byId(postings);
        IdentityHashMap<Posting, List<Posting>> again = new IdentityHashMap<>();
        for (Posting some : postings) {
            boolean part = !some.isSingle()
                    && some.cover().isEmpty()
                    && !some.missing().isEmpty();
            if (part) {
                some.answered(byId)
                        .filter(p -> p != some && p.version() == some.version() && p.total() == some.total())
                        .filter(p -> some.patches().stream().allMatch(m -> answersItsNumber(m, p)))
                        .findFirst()
                        .ifPresent(p ->
                                again.computeIfAbsent(p, k -> new ArrayList<>()).add(some));
            }
        }
        Set<Posting> gone = Collections.newSetFromMap(new IdentityHashMap<>());
        again.values().forEach(gone::addAll);
        List<Posting> kept = new ArrayList<>();
        for (Posting posting : postings) {
            List<Member> more = again.getOrDefault(posting, List.of()).stream()
                    .flatMap(p -> p.members().stream())
                    .toList();
            if (!gone.contains(posting) || !more.isEmpty()) {
                kept.add(more.isEmpty() ? posting : posting.with(more));
            }
        }
        return kept;
    }

    private static boolean answersItsNumber(Member member, Posting whole) {
        return whole.patches().stream()
                .filter(m -> m.subject().number() == member.subject().number())
                .anyMatch(m -> member.references().contains(m.mail().messageId()));
    }

    /** Its version; where it names none, that of the cover letter or first patch of as many that it answers. */
    private int version(Member member) {
        SubjectLine mine = member.subject();
        Member parent = member.references().isEmpty()
                ? null
                : byId.get(member.references().get(0));
        if (mine.versioned() || parent == null || parent.isReply()) {
            return mine.version();
        }
        SubjectLine above = parent.subject();
        boolean first = above.number() < 2 && mine.number() > above.number();
        return first && above.numbered() && above.total() == mine.total() ? above.version() : mine.version();
    }

    private static List<Cluster> clusters(List<Member> kind) {
        Map<Integer, Cluster> clusters = new HashMap<>();
        kind.forEach(m -> clusters.put(m.place(), new Cluster(m)));
        Set<String> inside = kind.stream().map(m -> m.mail().messageId()).collect(Collectors.toSet());
        inside.remove("");
        join(kind, clusters, m -> m.stem().isEmpty() ? List.of() : List.of(m.stem()));
        answers(kind, clusters, inside);
        join(
                kind,
                clusters,
                m -> outside(m, inside) ? m.references().stream().limit(1).toList() : List.of());
        join(
                kind,
                clusters,
                m -> m.references().stream()
                        .filter(id -> !inside.contains(id))
                        .map(id -> m.sender() + " " + id)
                        .toList());
        join(kind, clusters, m -> outside(m, inside) ? List.of(m.sender()) : List.of());
        Set<Cluster> all = new LinkedHashSet<>();
        kind.forEach(m -> all.add(find(clusters, m)));
        return corrected(disjoint(new ArrayList<>(all)), inside);
    }

    /** Patches by different authors as format-patch wrote them have no ids: where no number comes twice all are of one go. */
    private static List<Cluster> disjoint(List<Cluster> clusters) {
        Set<Integer> numbers = new HashSet<>();
        boolean unique = clusters.stream().flatMap(c -> c.numbers.stream()).allMatch(numbers::add);
        if (unique) {
            clusters.subList(1, clusters.size()).forEach(clusters.get(0)::take);
            return List.of(clusters.get(0));
        }
        return clusters;
    }

    private static Cluster find(Map<Integer, Cluster> clusters, Member member) {
        return Objects.requireNonNull(clusters.get(member.place())).top();
    }

    private static void answers(List<Member> kind, Map<Integer, Cluster> clusters, Set<String> inside) {
        Map<String, Member> byId = new HashMap<>();
        kind.forEach(m -> byId.putIfAbsent(m.mail().messageId(), m));
        for (Member member : kind) {
            Member parent = byId.get(nearest(member, inside));
            if (parent != null) {
                unite(find(clusters, parent), find(clusters, member));
            }
        }
    }

    /** Joins what has a sign in common as long as no number comes twice. */
    private static void join(List<Member> kind, Map<Integer, Cluster> clusters, Function<Member, List<String>> signs) {
        Map<String, Set<Cluster>> bySign = new HashMap<>();
        for (Member member : kind) {
            for (String sign : signs.apply(member)) {
                Set<Cluster> others = bySign.computeIfAbsent(sign, k -> new LinkedHashSet<>());
                Cluster mine = find(clusters, member);
                boolean done = others.stream().anyMatch(o -> o.top() == mine || unite(o.top(), mine));
                if (!done) {
                    others.add(mine);
                }
            }
        }
    }

    private static boolean unite(Cluster one, Cluster other) {
        if (one == other || one.numbers.stream().anyMatch(other.numbers::contains)) {
            return false;
        }
        one.take(other);
        return true;
    }

    private static String nearest(Member member, Set<String> inside) {
        return member.references().stream().filter(inside::contains).findFirst().orElse("");
    }

    private static boolean outside(Member member, Set<String> inside) {
        return nearest(member, inside).isEmpty();
    }

    /** A few patches that answer a posting of which they have the numbers correct it; all of them are a posting of their own. */
    private static List<Cluster> corrected(List<Cluster> clusters, Set<String> inside) {
        List<Cluster> kept = new ArrayList<>(clusters);
        for (Cluster some : clusters) {
            if (some.isComplete() || some.numbers.contains(0)) {
                continue;
            }
            for (Cluster whole : kept) {
                boolean linked = whole != some
                        && whole.numbers.containsAll(some.numbers)
                        && (whole.numbers.size() > some.numbers.size() || kept.indexOf(whole) < kept.indexOf(some))
                        && some.members.stream().allMatch(m -> corrects(m, whole, inside));
                if (linked) {
                    whole.take(some);
                    kept.remove(some);
                    break;
                }
            }
        }
        return kept;
    }

    private static boolean corrects(Member member, Cluster whole, Set<String> inside) {
        String parent = nearest(member, inside);
        return whole.members.stream()
                .anyMatch(m -> m.isCalled(parent)
                        || (!m.stem().isEmpty() && m.stem().equals(member.stem()))
                        || (m.sender().equals(member.sender())
                                && m.subject().title().equals(member.subject().title())));
    }
}
