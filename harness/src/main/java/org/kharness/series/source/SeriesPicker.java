/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.kharness.failure.InputException;
import org.kharness.series.BaseInfo;
import org.kharness.series.Patch;
import org.kharness.series.PatchReader;
import org.kharness.series.PatchSeries;
import org.kharness.series.mail.MailFiles;

/**
 * Picks the patches of a series out of mails as b4 does: one posting, the newest unless another is named, its members in
 * the order of their numbers; replies left out, or searched for trailers on request.
 */
final class SeriesPicker {
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
     * @throws InputException if there is no patch, a member is missing or there twice, or two postings fit
     */
    static PatchSeries pick(String id, String origin, List<MailFiles.Found> mails, SeriesOptions options) {
        return new SeriesPicker(origin, options).pick(id, mails);
    }

    private PatchSeries pick(String id, List<MailFiles.Found> mails) {
        List<Member> members = Posting.members(unique(mails));
        if (members.stream().noneMatch(Member::isPatch)) {
            throw new InputException(origin + ": not a patch: no diff in it");
        }
        if (members.stream().filter(Member::isPatch).allMatch(m -> m.subject().total() == 1)
                && options.messageId() == null
                && options.version() == 0) {
            return loose(id, members);
        }
        List<Posting> postings = Posting.group(members);
        Posting posting = choose(postings);
        Map<Integer, Member> byNumber = ordered(posting, postings);
        List<Patch> patches = new ArrayList<>();
        for (Map.Entry<Integer, Member> member : byNumber.entrySet()) {
            patches.add(
                    PatchReader.read(member.getValue().mail(), member.getValue().origin())
                            .at(member.getKey(), posting.total()));
        }
        if (options.trailers()) {
            patches = Trailers.collect(patches, posting, members, notes);
        }
        return new PatchSeries(id, patches, notes, base(posting.members()));
    }

    /** Patches without numbers, in the order in which they lie there, as git am takes them. */
    private PatchSeries loose(String id, List<Member> members) {
        List<Member> chosen = members.stream().filter(Member::isPatch).toList();
        List<Patch> patches = new ArrayList<>();
        for (Member member : chosen) {
            patches.add(PatchReader.read(member.mail(), member.origin()).at(patches.size() + 1, chosen.size()));
        }
        return new PatchSeries(id, patches, notes, base(chosen));
    }

    /** A mail that came by way of two lists is there once. */
    private static List<MailFiles.Found> unique(List<MailFiles.Found> mails) {
        Map<String, MailFiles.Found> byId = new LinkedHashMap<>();
        for (MailFiles.Found found : mails) {
            String id = found.mail().messageId();
            byId.putIfAbsent(id.isEmpty() ? found.origin() : id, found);
        }
        return List.copyOf(byId.values());
    }

    private Posting choose(List<Posting> postings) {
        String wanted = options.messageId();
        if (wanted != null) {
            Optional<Posting> named =
                    postings.stream().filter(p -> p.holds(wanted)).findFirst();
            return named.orElseThrow(() -> new InputException(
                    origin + ": no series that " + wanted + " belongs to; there are " + names(postings)));
        }
        int version = options.version() > 0
                ? options.version()
                : postings.stream().mapToInt(Posting::version).max().orElse(1);
        List<Posting> fitting =
                postings.stream().filter(p -> p.version() == version).toList();
        if (fitting.isEmpty()) {
            throw new InputException(origin + ": no version " + version + "; there are " + names(postings));
        }
        if (fitting.size() > 1) {
            throw new InputException(origin + ": several series fit, name one by its message-id: " + names(fitting));
        }
        if (postings.size() > 1) {
            notes.add("took " + fitting.get(0).name() + " of " + names(postings));
        }
        return fitting.get(0);
    }

    private static String names(List<Posting> postings) {
        return postings.stream().map(Posting::name).collect(Collectors.joining(", "));
    }

    private Map<Integer, Member> ordered(Posting posting, List<Posting> all) {
        Map<Integer, Member> byNumber = new TreeMap<>();
        for (Member member : posting.members()) {
            int number = member.subject().number();
            if (!member.isPatch() || number == 0) {
                continue;
            }
            Member other = byNumber.get(number);
            byNumber.put(number, other == null ? member : better(posting, other, member));
        }
        if (byNumber.size() < posting.total()) {
            fill(byNumber, posting, all);
        }
        List<String> missing = new ArrayList<>();
        for (int n = 1; n <= posting.total(); n++) {
            if (!byNumber.containsKey(n)) {
                missing.add(n + "/" + posting.total());
            }
        }
        if (!missing.isEmpty()) {
            throw new InputException(
                    origin + ": missing of " + posting.name() + ": patch " + String.join(", ", missing));
        }
        return byNumber;
    }

    /** Of two mails with one number the named one counts, else the later one, as with b4. */
    private Member better(Posting posting, Member one, Member other) {
        if (one.samePatch(other)) {
            return one;
        }
        Member later = one.sentBefore(other) ? other : one;
        String wanted = options.messageId();
        Member kept = one.id().equals(wanted) ? one : other.id().equals(wanted) ? other : later;
        Member left = kept.equals(one) ? other : one;
        notes.add("patch " + one.subject().number() + "/" + posting.total() + " is there twice: took " + kept.id()
                + ", left " + left.id());
        return kept;
    }

    /** A posting of some patches only, in answer to an older one of as many, replaces these: b4's partial reroll. */
    private void fill(Map<Integer, Member> byNumber, Posting posting, List<Posting> all) {
        Optional<Posting> older = all.stream()
                .filter(p -> p.version() < posting.version() && p.total() == posting.total())
                .filter(p -> posting.members().stream()
                        .anyMatch(m -> m.mail().references().stream().anyMatch(p::holds)))
                .max(Comparator.comparingInt(Posting::version));
        if (older.isEmpty()) {
            return;
        }
        for (Member member : older.get().members()) {
            int number = member.subject().number();
            if (member.isPatch() && byNumber.putIfAbsent(number, member) == null) {
                notes.add("patch " + number + "/" + posting.total() + " is from "
                        + older.get().name());
            }
        }
    }

    private static BaseInfo base(List<Member> members) {
        for (Member member : members) {
            BaseInfo info = BaseInfo.in(member.mail().body());
            if (!info.equals(BaseInfo.NONE)) {
                return info;
            }
        }
        return BaseInfo.NONE;
    }
}
