/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

import java.time.Instant;
import java.time.ZoneId;

/**
 * A time with its zone as git keeps it; zones go further than those of {@link java.time.ZoneOffset}.
 *
 * @param seconds since 1970, in UTC
 * @param offset minutes east of UTC
 */
public record GitDate(long seconds, int offset) {
    /** Now, in the zone of this machine. */
    public static GitDate now() {
        return of(Instant.now(), ZoneId.systemDefault());
    }

    /** A moment in a zone. */
    public static GitDate of(Instant moment, ZoneId zone) {
        int offset = zone.getRules().getOffset(moment).getTotalSeconds() / 60;
        return new GitDate(moment.getEpochSecond(), offset);
    }

    /** The moment. */
    public Instant instant() {
        return Instant.ofEpochSecond(seconds);
    }

    /** As in a commit: seconds and zone, such as "1638434929 +0800". */
    @Override
    public String toString() {
        int minutes = Math.abs(offset);
        return "%d %c%02d%02d".formatted(seconds, offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
    }
}
