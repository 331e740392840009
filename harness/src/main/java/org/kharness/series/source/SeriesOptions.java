/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.kharness.series.attest.AttestationKeys;
import org.kharness.series.mail.MailFiles;

/**
 * What the user may say about how a series is picked.
 *
 * @param version the N of vN to take; 0 for the newest
 * @param messageId id of a mail of the posting to take; null where the version says enough
 * @param trailers which lines of replies go into the commit messages
 * @param complete true to refuse a series of which a patch is not there
 * @param reading how mails are read
 * @param lore the public-inbox server to ask
 * @param keys what signatures of mails are checked with
 */
public record SeriesOptions(
        int version,
        @Nullable String messageId,
        ReplyLines trailers,
        boolean complete,
        MailFiles.Reading reading,
        URI lore,
        AttestationKeys keys) {
    /** Newest version, messages as they are, and the kernel's own mail archive. */
    public static final SeriesOptions DEFAULT = new SeriesOptions(
            0,
            null,
            ReplyLines.NONE,
            false,
            MailFiles.Reading.PLAIN,
            URI.create("https://lore.kernel.org/all/"),
            AttestationKeys.NONE);

    /** Which lines of replies go into the commit messages. */
    public enum ReplyLines {
        /** None. */
        NONE,
        /** Reviewed-by, Fixes, Closes and their like in answers to a patch. */
        PATCHES,
        /** Those in answers to the cover letter too, which go into every patch. */
        COVER
    }

    /** The same options for the posting that a mail belongs to. */
    public SeriesOptions about(String id) {
        return new SeriesOptions(version, id, trailers, complete, reading, lore, keys);
    }

    /** The same options for a version. */
    public SeriesOptions version(int number) {
        return new SeriesOptions(number, messageId, trailers, complete, reading, lore, keys);
    }

    /** The same options with lines of replies. */
    public SeriesOptions with(ReplyLines lines) {
        return new SeriesOptions(version, messageId, lines, complete, reading, lore, keys);
    }

    /** The same options with mails read in another way. */
    public SeriesOptions reading(MailFiles.Reading how) {
        return new SeriesOptions(version, messageId, trailers, complete, how, lore, keys);
    }

    /** The same options, a patch that is not there refused. */
    public SeriesOptions whole() {
        return new SeriesOptions(version, messageId, trailers, true, reading, lore, keys);
    }

    /** The same options with keys. */
    public SeriesOptions with(AttestationKeys others) {
        return new SeriesOptions(version, messageId, trailers, complete, reading, lore, others);
    }

    /** The same options with another server. */
    public SeriesOptions at(URI server) {
        return new SeriesOptions(version, messageId, trailers, complete, reading, server, keys);
    }
}
