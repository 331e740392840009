/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kharness.failure.InputException;
import org.kharness.series.mail.PatchMail;

/** Picks the patches of a series out of mails: replies and cover letter left out, in the order of their numbers. */
final class SeriesPicker {
    private SeriesPicker() {}

    /**
     * Picks a series.
     *
     * @param id the series' name
     * @param origin what error messages call the source
     * @param mails all mails found there
     * @throws InputException if there is no patch, or a member is missing or there twice
     */
    static PatchSeries pick(String id, String origin, List<MailFiles.Found> mails) {
        List<MailFiles.Found> patches = new ArrayList<>();
        for (MailFiles.Found found : mails) {
            SubjectLine subject = SubjectLine.of(found.mail().subjectLine());
            boolean reply = subject.reply() && !found.mail().references().isEmpty();
            if (!reply && PatchReader.hasDiff(found.mail())) {
                patches.add(found);
            }
        }
        if (patches.isEmpty()) {
            throw new InputException(origin + ": not a patch: no diff in it");
        }
        return new PatchSeries(id, ordered(origin, patches), List.of(), base(mails));
    }

    private static List<Patch> ordered(String origin, List<MailFiles.Found> mails) {
        boolean numbered = mails.stream()
                .map(m -> SubjectLine.of(m.mail().subjectLine()))
                .allMatch(s -> s.total() > 1 || mails.size() == 1);
        List<Patch> patches = new ArrayList<>();
        if (!numbered) {
            for (MailFiles.Found found : mails) {
                patches.add(PatchReader.read(found.mail(), found.origin()).at(patches.size() + 1, mails.size()));
            }
            return patches;
        }
        Map<Integer, MailFiles.Found> byNumber = new TreeMap<>();
        int total = 0;
        for (MailFiles.Found found : mails) {
            SubjectLine subject = SubjectLine.of(found.mail().subjectLine());
            MailFiles.Found other = byNumber.put(subject.number(), found);
            total = Math.max(total, subject.total());
            if (other != null) {
                throw new InputException(origin + ": patch " + subject.number() + "/" + subject.total()
                        + " is there twice: " + idOf(other.mail()) + " and " + idOf(found.mail()));
            }
        }
        for (int n = 1; n <= total; n++) {
            MailFiles.Found found = byNumber.get(n);
            if (found == null) {
                throw new InputException(origin + ": patch " + n + "/" + total + " is missing");
            }
            patches.add(PatchReader.read(found.mail(), found.origin()).at(n, total));
        }
        return patches;
    }

    private static String idOf(PatchMail mail) {
        return mail.messageId().isEmpty() ? '"' + mail.subjectLine() + '"' : mail.messageId();
    }

    private static BaseInfo base(List<MailFiles.Found> mails) {
        Map<String, BaseInfo> found = new LinkedHashMap<>();
        for (MailFiles.Found mail : mails) {
            BaseInfo info = BaseInfo.in(mail.mail().body());
            if (!info.equals(BaseInfo.NONE)) {
                found.put(info.commit(), info);
            }
        }
        return found.values().stream().findFirst().orElse(BaseInfo.NONE);
    }
}
