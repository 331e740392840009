/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.InputException;
import org.kharness.series.BaseInfo;
import org.kharness.series.Patch;
import org.kharness.series.PatchReader;
import org.kharness.series.PatchSeries;
import org.kharness.series.PostedMail;
import org.kharness.series.attest.Attestations;
import org.kharness.series.mail.MailFiles;

/**
 * Picks the patches of a series out of mails as b4 does: one posting, the newest unless another is named, its members in
 * the order of their numbers; replies left out, or searched for trailers on request. Patches that have nothing to do with each
 * other are taken in their order, each in its newest version, as git am takes an mbox.
 */
final class SeriesPicker {
    private static final int MOST_NAMED = 12;

    private final String origin;
    private final SeriesOptions options;
    private final List<String> notes = new ArrayList<>();

    private SeriesPicker(String origin, SeriesOptions options) {
        this.origin = origin;
        this.options = options;
    }

    /**
     * Picks a series.
     *
     * @param id the series' name
     * @param origin what error messages call the source
     * @param mails all mails found there
     * @throws InputException if there is no patch, several series fit, or a member is missing and all were asked for
     */
    static PatchSeries pick(String id, String origin, List<MailFiles.Found> mails, SeriesOptions options) {
        return new SeriesPicker(origin, options).pick(id, mails);
    }

    private PatchSeries pick(String id, List<MailFiles.Found> mails) {
        List<Member> members = unique(Posting.members(mails));
        List<Posting> postings = Grouping.postings(members);
        if (postings.isEmpty()) {
            return answer(id, members);
        }
        boolean named = options.messageId() != null || options.version() != 0;
        Corrections corrections = new Corrections(named ? List.of() : postings, members);
        List<Posting> chosen = choose(corrections.withoutThem(postings), members).stream()
                .map(p -> corrections.applied(p, notes))
                .toList();
        if (!named) {
            chosen.forEach(p -> Emptied.check(p, members));
        }
        List<Member> ordered = new ArrayList<>();
        for (Posting posting : chosen) {
            ordered.addAll(whole(posting, postings, members));
        }
        List<Patch> patches = read(ordered, chosen);
        attest(ordered);
        if (options.trailers() != SeriesOptions.ReplyLines.NONE) {
            patches = Trailers.collect(patches, chosen, members, options, notes);
        }
        return new PatchSeries(id, patches, notes, base(chosen), posted(chosen, patches));
    }

    /** Cover letters and the mails of these patches, with the numbers that the patches have now. */
    private static List<PostedMail> posted(List<Posting> chosen, List<Patch> patches) {
        Map<String, List<Integer>> numbers = new HashMap<>();
        patches.forEach(p ->
                numbers.computeIfAbsent(p.messageId(), id -> new ArrayList<>()).add(p.number()));
        numbers.remove("");
        List<PostedMail> mails = new ArrayList<>();
        for (Posting posting : chosen) {
            posting.cover().ifPresent(cover -> mails.add(cover.posted(0)));
            for (Member member : posting.patches()) {
                numbers.getOrDefault(member.mail().messageId(), List.of()).forEach(n -> mails.add(member.posted(n)));
            }
        }
        return mails;
    }

    private List<Patch> read(List<Member> ordered, List<Posting> chosen) {
        boolean numbered = chosen.size() == 1 && !chosen.get(0).isSingle();
        int total = numbered ? Math.max(chosen.get(0).total(), ordered.size()) : ordered.size();
        boolean own = numbered && ordered.size() == chosen.get(0).numbers().size();
        List<Patch> patches = new ArrayList<>();
        for (Member member : ordered) {
            Patch patch = PatchReader.read(member.mail(), member.origin(), member.patchId());
            int number = own ? member.subject().number() : patches.size() + 1;
            patches.add(patch.at(Math.max(1, number), total));
            tell(member);
        }
        return patches;
    }

    /** Says what signatures the mails carry; the same of several in one line. */
    private void attest(List<Member> ordered) {
        Map<String, List<Integer>> found = new LinkedHashMap<>();
        for (int i = 0; i < ordered.size(); i++) {
            Member member = ordered.get(i);
            if (Attestations.in(member.mail())) {
                int number = i + 1;
                Attestations.of(member.mail(), member.slice().raw(), options.keys())
                        .forEach(a -> found.computeIfAbsent(a.toString(), k -> new ArrayList<>())
                                .add(number));
            }
        }
        found.forEach((line, numbers) -> notes.add("patch " + Fill.numbers(numbers) + ": " + line));
    }

    /** What git am would do with a mail, or not, and a user should know. */
    private void tell(Member member) {
        if (member.mail().date().isEmpty()) {
            notes.add(member.origin() + ": no Date: the present time is taken, as with git am");
        }
        for (String problem : member.mail().problems()) {
            notes.add(member.origin() + ": it has " + problem + "; git am refuses it");
        }
    }

    /** Where there is no posting but an answer with a patch of its own, that is meant if it is the only one or is named. */
    private PatchSeries answer(String id, List<Member> members) {
        List<Member> answers = members.stream()
                .filter(Member::hasDiff)
                .filter(m -> options.messageId() == null || m.isCalled(options.messageId()))
                .toList();
        if (answers.isEmpty()) {
            throw new InputException(origin + ": not a patch: no diff in it");
        }
        if (answers.size() > 1) {
            throw new InputException(origin + ": several answers bring a patch, name one by its message-id: "
                    + answers.stream().map(Member::id).collect(Collectors.joining(", ")));
        }
        Posting posting = new Posting(answers.get(0).subject().version(), 1, answers);
        notes.add("took the patch in the answer " + answers.get(0).id());
        return new PatchSeries(id, read(answers, List.of(posting)), notes, base(List.of(posting)));
    }

    /** A mail that came by way of two lists is there once; two that only share their id are not the same. */
    private static List<Member> unique(List<Member> all) {
        Map<String, Member> byId = new LinkedHashMap<>();
        for (Member member : all) {
            String id = member.mail().messageId();
            byId.putIfAbsent(id.isEmpty() ? " " + member.place() : id + " " + member.patchId(), member);
        }
        return List.copyOf(byId.values());
    }

    private List<Posting> choose(List<Posting> postings, List<Member> members) {
        String wanted = options.messageId();
        if (wanted != null) {
            return List.of(version(Named.posting(origin, wanted, postings, members), postings));
        }
        List<Posting> fitting = options.version() == 0
                ? postings
                : postings.stream()
                        .filter(p -> p.version() == options.version())
                        .toList();
        if (fitting.isEmpty()) {
            throw new InputException(
                    origin + ": no version " + options.version() + "; there are " + Named.list(postings));
        }
        List<List<Posting>> lineages = withoutFollowUps(Lineages.of(fitting));
        boolean loose = lineages.stream().flatMap(List::stream).allMatch(Posting::isSingle);
        if (lineages.size() > 1 && (!loose || threaded(lineages))) {
            List<Posting> newest = lineages.stream().map(this::newest).toList();
            throw several(newest);
        }
        List<Posting> chosen =
                new ArrayList<>(lineages.stream().map(this::newest).toList());
        chosen.sort(Comparator.comparingInt(p -> p.patches().get(0).place()));
        return chosen;
    }

    /** The posting itself, or its other version if the user names one: then the id says which series is meant. */
    private Posting version(Posting named, List<Posting> postings) {
        int version = options.version();
        if (version == 0 || named.version() == version) {
            return named;
        }
        List<Posting> others = Lineages.of(postings).stream()
                .filter(l -> l.contains(named))
                .flatMap(List::stream)
                .filter(p -> p.version() == version)
                .toList();
        if (others.isEmpty()) {
            throw new InputException(origin + ": " + named.head().id() + " has no version " + version + "; there are "
                    + Named.list(postings));
        }
        return newest(others);
    }

    private InputException several(List<Posting> fitting) {
        return new InputException(
                origin + ": several series fit, name one by its message-id (--message-id): " + Named.list(fitting));
    }

    /**
     * A patch without a number that answers a numbered series, or a patch of somebody else, is an idea about it and not a part of
     * it.
     */
    private List<List<Posting>> withoutFollowUps(List<List<Posting>> lineages) {
        Map<String, Posting> byId =
                Posting.byId(lineages.stream().flatMap(List::stream).toList());
        List<List<Posting>> kept = new ArrayList<>();
        for (List<Posting> lineage : lineages) {
            Optional<Posting> answered = lineage.get(0)
                    .answered(byId)
                    .filter(n -> !lineage.contains(n))
                    .filter(n -> lineage.stream().allMatch(p -> p.isFollowUpOf(n)))
                    .findFirst();
            if (answered.isPresent()) {
                String what = answered.get().isSingle() ? "another patch: " : "the series: ";
                lineage.forEach(p -> notes.add("left out, as it answers " + what + p.described()));
            } else {
                kept.add(lineage);
            }
        }
        return kept;
    }

    /** True if patches of different titles answer each other, so that one may take the other's place. */
    private static boolean threaded(List<List<Posting>> lineages) {
        Map<String, Member> byId = new LinkedHashMap<>();
        Map<String, Integer> lineageOf = new LinkedHashMap<>();
        for (int i = 0; i < lineages.size(); i++) {
            for (Posting posting : lineages.get(i)) {
                for (Member member : posting.members()) {
                    byId.putIfAbsent(member.mail().messageId(), member);
                    lineageOf.putIfAbsent(member.mail().messageId(), i);
                }
            }
        }
        lineageOf.remove("");
        for (int i = 0; i < lineages.size(); i++) {
            int mine = i;
            boolean answers = lineages.get(i).stream()
                    .map(p -> p.members().get(0))
                    .anyMatch(m -> m.references().stream()
                            .anyMatch(id -> lineageOf.getOrDefault(id, mine) != mine
                                    && !m.sentWith(Objects.requireNonNull(byId.get(id)))));
            if (answers) {
                return true;
            }
        }
        return false;
    }

    /** The newest version; of several with one number a resend counts once. */
    private Posting newest(List<Posting> lineage) {
        List<Posting> meant =
                lineage.stream().filter(p -> !p.isDraftOf(lineage)).toList();
        int version = meant.stream().mapToInt(Posting::version).max().orElse(1);
        List<Posting> last = meant.stream().filter(p -> p.version() == version).toList();
        Posting best = last.get(0);
        for (Posting other : last.subList(1, last.size())) {
            best = newer(best, other, last);
        }
        if (lineage.size() > 1) {
            int more = lineage.size() - MOST_NAMED;
            notes.add("took " + best.name() + " of "
                    + lineage.stream().limit(MOST_NAMED).map(Posting::name).collect(Collectors.joining(", "))
                    + (more > 0 ? " and " + more + " more" : ""));
        }
        return best;
    }

    private Posting newer(Posting one, Posting other, List<Posting> all) {
        boolean ordered = one.head().sentBefore(other.head());
        Posting later = ordered ? other : one;
        Posting earlier = ordered ? one : other;
        if (later.samePatches(earlier)) {
            return later;
        }
        boolean again = later.isResend() && !earlier.isResend() && later.total() == earlier.total();
        boolean same = later.isSingle() || (later.sameSender(earlier) && later.sharesMostTitles(earlier));
        boolean reroll = later.total() == earlier.total() && later.inThreadOf(earlier) && same;
        String target = later.head().subject().target();
        if ((again || reroll) && target.equals(earlier.head().subject().target())) {
            return later;
        }
        throw several(all);
    }

    /** The patches of a posting in their order, those that it lacks taken from an older one that it corrects. */
    private List<Member> whole(Posting posting, List<Posting> all, List<Member> members) {
        List<Member> chosen = new ArrayList<>();
        for (Member member : posting.patches()) {
            Member last = chosen.isEmpty() ? null : chosen.get(chosen.size() - 1);
            boolean twice =
                    last != null && last.subject().number() == member.subject().number();
            boolean misnumbered = last != null && twice && isAnother(last, member);
            if (!twice || misnumbered) {
                chosen.add(member);
            } else {
                chosen.set(chosen.size() - 1, better(posting, last, member));
            }
        }
        tellVersions(chosen);
        List<Integer> missing = posting.missing();
        if (missing.isEmpty()) {
            return chosen;
        }
        List<Member> filled = Fill.from(posting, missing, all, members, notes);
        chosen.addAll(filled);
        chosen.sort(Comparator.comparingInt(m -> m.subject().number()));
        filled.forEach(m -> missing.remove((Integer) m.subject().number()));
        checkMissing(posting, missing, members);
        return chosen;
    }

    /** Patches of several versions that are one posting were put together by their numbers, and somebody may see it otherwise. */
    private void tellVersions(List<Member> chosen) {
        Map<Integer, List<Integer>> numbers = new TreeMap<>();
        chosen.forEach(m -> numbers.computeIfAbsent(m.subject().version(), v -> new ArrayList<>())
                .add(m.subject().number()));
        if (numbers.size() > 1) {
            notes.add("its patches name several versions: "
                    + numbers.entrySet().stream()
                            .map(e -> "v" + e.getKey() + " for " + Fill.numbers(e.getValue()))
                            .collect(Collectors.joining(", ")));
        }
    }

    private static boolean isAnother(Member one, Member other) {
        return !one.stem().isEmpty()
                && one.stem().equals(other.stem())
                && !one.subject().title().equals(other.subject().title());
    }

    private void checkMissing(Posting posting, List<Integer> missing, List<Member> members) {
        if (missing.isEmpty()) {
            return;
        }
        Emptied.check(posting, missing, members);
        String what = posting.name() + " is not whole: " + Fill.numbers(missing) + " of " + posting.total()
                + (missing.size() == 1 ? " is" : " are") + " not here";
        if (options.complete()) {
            throw new InputException(origin + ": " + what);
        }
        notes.add(what + "; the others are taken");
    }

    /** Of two mails with one number the named one counts, else the later one, as with b4. */
    private Member better(Posting posting, @Nullable Member before, Member other) {
        Member one = Objects.requireNonNull(before);
        String wanted = options.messageId();
        boolean otherCounts = one.sentBefore(other);
        if (wanted != null && (one.isCalled(wanted) || other.isCalled(wanted))) {
            otherCounts = other.isCalled(wanted);
        }
        Member kept = otherCounts ? other : one;
        Member left = otherCounts ? one : other;
        notes.add("patch " + one.subject().number() + "/" + posting.total() + " is there twice: took " + kept.id()
                + ", left " + left.id());
        return kept;
    }

    private static BaseInfo base(List<Posting> postings) {
        Optional<BaseInfo> known = postings.stream()
                .flatMap(p -> p.members().stream())
                .map(m -> BaseInfo.in(m.mail().body()))
                .filter(info -> !info.equals(BaseInfo.NONE))
                .findFirst();
        return known.orElse(BaseInfo.NONE);
    }
}
