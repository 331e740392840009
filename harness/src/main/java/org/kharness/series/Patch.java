/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.kharness.series.diff.DiffParser;
import org.kharness.series.diff.DiffText;
import org.kharness.series.diff.Diffstat;
import org.kharness.series.diff.FileDiff;
import org.kharness.series.diff.PatchId;
import org.kharness.series.mail.GitDate;

/**
 * One patch of a series.
 *
 * @param number its place in the series, from 1
 * @param total how many patches the series says it has
 * @param subject first line of the commit message, without bracketed prefixes
 * @param authorName the author's name
 * @param authorEmail the author's address
 * @param date when the author wrote it, with the zone
 * @param message the whole commit message, ended by a newline
 * @param text the diff, or how to get it
 * @param strip leading path components to remove from the diff's names, mostly 1
 * @param reverse true if the diff is to be undone, as {@code patch -R} does
 * @param messageId the mail's id without angle brackets; empty where it came in no mail
 * @param patchId as {@code git patch-id --stable} gives it
 * @param idsHold true if its {@code index} lines can be relied on: a mail's or a commit's, not those of a patch that is
 *     maintained by hand
 * @param origin what error messages call it, such as a file name
 */
public record Patch(
        int number,
        int total,
        String subject,
        String authorName,
        String authorEmail,
        GitDate date,
        String message,
        DiffText text,
        int strip,
        boolean reverse,
        String messageId,
        String patchId,
        boolean idsHold,
        String origin) {

    /** The diff as a string of bytes, see {@link org.kharness.series.diff.Raw}; read again each time if it is long. */
    public String diff() {
        return text.read();
    }

    /** The same patch at another place of a series. */
    public Patch at(int newNumber, int newTotal) {
        return copy(newNumber, newTotal, message, text, strip, reverse, patchId, idsHold, origin);
    }

    /** The patch that undoes this one, under its name. */
    public Patch reversed() {
        return copy(number, total, message, text, strip, !reverse, patchId, idsHold, origin);
    }

    /** The same patch with another diff, such as one resolved by hand. */
    public Patch withDiff(String newDiff, int newStrip, String newOrigin) {
        return copy(
                number, total, message, DiffText.of(newDiff), newStrip, false, PatchId.of(newDiff), false, newOrigin);
    }

    /** The same patch with another commit message, such as one with trailers added. */
    public Patch withMessage(String newMessage) {
        return copy(number, total, newMessage, text, strip, reverse, patchId, idsHold, origin);
    }

    /** What stays the same in all of these: subject, authorship and the mail. */
    private Patch copy(
            int n,
            int of,
            String words,
            DiffText change,
            int depth,
            boolean undoes,
            String id,
            boolean hold,
            String from) {
        return new Patch(
                n, of, subject, authorName, authorEmail, date, words, change, depth, undoes, messageId, id, hold, from);
    }

    /**
     * Its changes, file by file.
     *
     * @throws org.kharness.failure.InputException if the diff is damaged
     */
    public List<FileDiff> files() {
        List<FileDiff> files = DiffParser.parse(origin, diff(), strip);
        if (!reverse) {
            return files;
        }
        List<FileDiff> undone =
                new ArrayList<>(files.stream().map(FileDiff::reversed).toList());
        Collections.reverse(undone);
        return undone;
    }

    /** What {@code git diff --shortstat} would say of it. */
    public Diffstat diffstat() {
        return Diffstat.of(files());
    }
}
