/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kharness.series.mail.MailFiles;

/**
 * The mails of one posting of a series: cover letter and patches that were sent together. A version number alone does not
 * tell two postings apart.
 *
 * @param version N of vN
 * @param total how many patches it says it has
 * @param members cover letter and patches, in the order of the source; a corrected patch stands beside the one that it corrects
 */
record Posting(int version, int total, List<Member> members) {
    Posting {
        members = List.copyOf(members);
    }

    static List<Member> members(List<MailFiles.Found> mails) {
        List<Member> members = new ArrayList<>();
        for (MailFiles.Found mail : mails) {
            members.add(Member.of(mail, members.size()));
        }
        return members;
    }

    /** Its patches, by number and then as they lie in the source; of a posting that has nothing else, the mail 0/N. */
    List<Member> patches() {
        List<Member> patches = members.stream()
                .filter(Member::isPatch)
                .sorted(Comparator.comparingInt((Member m) -> m.subject().number())
                        .thenComparingInt(Member::place))
                .toList();
        return patches.isEmpty() ? members.stream().filter(Member::hasDiff).toList() : patches;
    }

    Optional<Member> cover() {
        return members.stream()
                .filter(Member::isCover)
                .findFirst()
                .filter(m -> !patches().contains(m));
    }

    /** The numbers of its patches. */
    Set<Integer> numbers() {
        Set<Integer> numbers = new TreeSet<>();
        patches().forEach(m -> numbers.add(m.subject().number()));
        return numbers;
    }

    /** The numbers that it lacks. */
    List<Integer> missing() {
        Set<Integer> numbers = numbers();
        List<Integer> missing = new ArrayList<>();
        for (int n = 1; n <= total && !numbers.contains(0); n++) {
            if (!numbers.contains(n)) {
                missing.add(n);
            }
        }
        return missing;
    }

    /** True for a patch that was sent without a number. */
    boolean isSingle() {
        return total == 1;
    }

    boolean isResend() {
        return members.stream().anyMatch(m -> m.subject().resend());
    }

    /** True if it asked for comments only, and one that did not was sent later, whatever the versions of both. */
    boolean isDraftOf(List<Posting> lineage) {
        return head().subject().rfc()
                && lineage.stream().anyMatch(p -> !p.head().subject().rfc() && head().sentBefore(p.head()));
    }

    /** The same posting with some mails more. */
    Posting with(List<Member> more) {
        List<Member> all = new ArrayList<>(members);
        all.addAll(more);
        all.sort(Comparator.comparingInt(Member::place));
        return new Posting(version, total, all);
    }

    /** True if the mail is one of this posting. */
    boolean holds(String messageId) {
        return members.stream().anyMatch(m -> m.isCalled(messageId));
    }

    /** The mail that stands for it: the cover letter or the first patch. */
    Member head() {
        return cover().orElseGet(() -> patches().get(0));
    }

    /** True if one of its mails answers one of the other's. */
    boolean answers(Posting other) {
        Set<String> ids = new HashSet<>();
        other.members.forEach(m -> ids.add(m.mail().messageId()));
        return members.stream().anyMatch(m -> m.references().stream().anyMatch(ids::contains));
    }

    /** Which posting a mail is of, by its id. */
    static Map<String, Posting> byId(List<Posting> postings) {
        Map<String, Posting> byId = new HashMap<>();
        postings.forEach(p -> p.members.forEach(m -> byId.putIfAbsent(m.mail().messageId(), p)));
        byId.remove("");
        return byId;
    }

    /** The postings that its mails answer. */
    Stream<Posting> answered(Map<String, Posting> byId) {
        return members.stream()
                .flatMap(m -> m.references().stream())
                .map(byId::get)
                .filter(Objects::nonNull)
                .distinct();
    }

    /** True for a patch that was sent without a number about this series or about somebody else's patch. */
    boolean isFollowUpOf(Posting other) {
        return isSingle() && answers(other) && (!other.isSingle() || !sameSender(other));
    }

    /** True if both stand in one thread: one answers the other, or both answer the same mail. */
    boolean inThreadOf(Posting other) {
        if (answers(other) || other.answers(this)) {
            return true;
        }
        Set<String> theirs = new HashSet<>();
        other.members.forEach(m -> theirs.addAll(m.references()));
        return members.stream().anyMatch(m -> m.references().stream().anyMatch(theirs::contains));
    }

    /** True if cover letters or patches have a title in common. */
    boolean sharesTitle(Posting other) {
        Set<String> titles = titles();
        titles.retainAll(other.titles());
        return !titles.isEmpty();
    }

    /** True if at least half of the titles of the smaller one are the other's too. */
    boolean sharesMostTitles(Posting other) {
        Set<String> both = titles();
        int least = Math.min(both.size(), other.titles().size());
        both.retainAll(other.titles());
        return !both.isEmpty() && 2 * both.size() >= least;
    }

    /** True if its first mail answers the one that stands for the other. */
    boolean answersHead(Posting other) {
        return head().references().stream().limit(1).anyMatch(other.head()::isCalled);
    }

    private Set<String> titles() {
        return members.stream()
                .map(m -> m.subject().title())
                .filter(t -> !t.isEmpty())
                .collect(Collectors.toCollection(HashSet::new));
    }

    boolean sameSender(Posting other) {
        return head().sender().equals(other.head().sender());
    }

    /** True if both bring the same changes. */
    boolean samePatches(Posting other) {
        return changes().equals(other.changes());
    }

    private List<String> changes() {
        return patches().stream().map(Member::patchId).toList();
    }

    /** True if a mail that is not one of its patches was sent with them, or may have been. */
    boolean isAbout(Member mail) {
        return mail.sender().equals(head().sender())
                || mail.references().isEmpty()
                || mail.sentWith(head())
                || mail.references().stream().anyMatch(this::holds)
                || members.stream()
                        .anyMatch(m -> m.references().contains(mail.mail().messageId()));
    }

    /** Version and id, as messages show them. */
    String name() {
        return "v" + version + " (" + head().id() + ")";
    }

    /** What a user needs to tell it from others: title, version, date, message-id. */
    String described() {
        Member head = head();
        String date = head.mail().headers().last("date").orElse("no date");
        String size = isSingle() ? "" : ", " + patches().size() + " of " + total + " patches";
        return "\"" + shown(head.mail().subjectLine()) + "\", v" + version + size + ", " + shown(date) + ", "
                + shown(head.id());
    }

    private static String shown(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }
}
