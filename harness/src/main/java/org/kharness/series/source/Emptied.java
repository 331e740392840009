/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import java.util.List;
import org.kharness.failure.InputException;

/** Finds mails that say that they bring a patch and do not: an HTML mail, an attachment of a kind that git does not read. */
final class Emptied {
    private Emptied() {}

    /**
     * Refuses a posting if a member that it lacks is here without a diff.
     *
     * @throws InputException which names the mail
     */
    static void check(Posting posting, List<Integer> missing, List<Member> members) {
        for (Member member : members) {
            boolean empty = isEmpty(member)
                    && member.subject().numbered()
                    && member.subject().total() == posting.total()
                    && member.subject().version() == posting.version()
                    && missing.contains(member.subject().number())
                    && posting.isAbout(member);
            if (empty) {
                throw new InputException(member.origin() + ": not a patch: no diff in patch "
                        + member.subject().number() + "/" + posting.total());
            }
        }
    }

    /**
     * Refuses a single patch if a later version of it is here without a diff: the older one is not what is meant.
     *
     * @throws InputException which names the mail
     */
    static void check(Posting posting, List<Member> members) {
        Member head = posting.head();
        for (Member member : members) {
            boolean newer = posting.isSingle()
                    && isEmpty(member)
                    && !member.subject().numbered()
                    && member.subject().version() > posting.version()
                    && member.sender().equals(head.sender())
                    && member.subject().title().equals(head.subject().title());
            if (newer) {
                throw new InputException(member.origin() + ": not a patch: no diff in v"
                        + member.subject().version() + " (" + member.id() + "); --version-number " + posting.version()
                        + " takes the one before");
            }
        }
    }

    private static boolean isEmpty(Member member) {
        return !member.hasDiff() && !member.isReply() && member.subject().patch();
    }
}
