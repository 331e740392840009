/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kharness.series.SubjectLine;
import org.kharness.series.mail.MailFiles;

/**
 * The mails of one posting of a series: cover letter and patches that belong together by version, total and thread. A
 * version number alone does not tell two postings apart.
 *
 * @param version N of vN
 * @param total how many patches it says it has
 * @param root message-id of the mail that the others answer
 * @param members cover letter and patches
 */
record Posting(int version, int total, String root, List<Member> members) {

    static List<Member> members(List<MailFiles.Found> mails) {
        return mails.stream().map(Member::of).toList();
    }

    /** Puts cover letters and patches together; replies are left out. */
    static List<Posting> group(List<Member> all) {
        Map<String, Member> byId = new HashMap<>();
        for (Member member : all) {
            byId.put(member.mail().messageId(), member);
        }
        Map<String, List<Member>> groups = new LinkedHashMap<>();
        for (Member member : all) {
            if (member.isPatch() || member.isCover()) {
                SubjectLine s = member.subject();
                String key = s.version() + " " + s.total() + " " + root(member, byId);
                groups.computeIfAbsent(key, k -> new ArrayList<>()).add(member);
            }
        }
        List<Posting> postings = new ArrayList<>();
        groups.forEach((key, members) -> {
            if (members.stream().anyMatch(Member::isPatch)) {
                String[] parts = key.split(" ", 3);
                postings.add(new Posting(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), parts[2], members));
            }
        });
        return postings;
    }

    /** Follows the thread upwards as long as it stays in the same posting; send-email's ids tell the rest. */
    private static String root(Member member, Map<String, Member> byId) {
        Member top = member;
        for (int steps = 0; steps < 1000; steps++) {
            Member parent = null;
            for (String id : top.mail().references()) {
                Member above = byId.get(id);
                if (above != null && !above.equals(top) && samePosting(above, member)) {
                    parent = above;
                    break;
                }
            }
            if (parent == null) {
                break;
            }
            top = parent;
        }
        // patches of a thread whose cover letter is not at hand answer the same absent mail
        boolean alone = top.equals(member)
                && !member.isCover()
                && !member.mail().references().isEmpty();
        if (alone && byId.get(member.mail().references().get(0)) == null) {
            return stem(member.mail().references().get(0));
        }
        return stem(top.mail().messageId());
    }

    private static boolean samePosting(Member above, Member member) {
        SubjectLine a = above.subject();
        SubjectLine b = member.subject();
        return (above.isPatch() || above.isCover()) && a.version() == b.version() && a.total() == b.total();
    }

    /** git send-email numbers its ids DATE.PID-N-EMAIL: what is left without N is the same for a whole posting. */
    static String stem(String messageId) {
        return messageId.replaceFirst("^(\\d{14}\\.\\d+)-\\d+-", "$1-N-");
    }

    /** True if the mail is one of this posting. */
    boolean holds(String messageId) {
        return root.equals(stem(messageId))
                || members.stream().anyMatch(m -> m.mail().messageId().equals(messageId));
    }

    /** Version and id, as messages show them. */
    String name() {
        return "v" + version + " (" + members.get(0).id() + ")";
    }
}
