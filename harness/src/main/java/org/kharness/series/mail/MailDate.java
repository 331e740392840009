/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates as mails and patches carry them: RFC 5322, ISO 8601, git's own "seconds zone". */
public final class MailDate {
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final Pattern RFC = Pattern.compile(
            "(?:[A-Za-z]+,?\\s+)?(\\d{1,2})\\s+([A-Za-z]{3})[a-z]*\\s+(\\d{2,4})\\s+(\\d{1,2}):(\\d{2})(?::(\\d{2}))?\\s*(\\S*).*",
            Pattern.DOTALL);
    private static final Pattern ISO = Pattern.compile(
            "(\\d{4})-(\\d{2})-(\\d{2})[T ](\\d{1,2}):(\\d{2}):(\\d{2})(?:\\.\\d+)?\\s*(\\S*).*", Pattern.DOTALL);
    private static final Pattern CTIME = Pattern.compile(
            "[A-Za-z]{3}\\s+([A-Za-z]{3})\\s+(\\d{1,2})\\s+(\\d{2}):(\\d{2}):(\\d{2})\\s+(\\d{4})\\s*(\\S*).*",
            Pattern.DOTALL);
    private static final Pattern SECONDS = Pattern.compile("@?(\\d{5,12})\\s+([-+]\\d{4})");

    private MailDate() {}

    /** Reads a date; empty if it is none that is known. */
    public static Optional<OffsetDateTime> parse(String text) {
        String date = text.strip();
        try {
            Matcher seconds = SECONDS.matcher(date);
            if (seconds.matches()) {
                Instant at = Instant.ofEpochSecond(Long.parseLong(seconds.group(1)));
                return Optional.of(at.atOffset(zone(seconds.group(2))));
            }
            Matcher rfc = RFC.matcher(date);
            if (rfc.matches()) {
                return Optional.of(at(rfc, 3, month(rfc.group(2)), 1, 4, 7));
            }
            Matcher iso = ISO.matcher(date);
            if (iso.matches()) {
                return Optional.of(at(iso, 1, Integer.parseInt(iso.group(2)), 3, 4, 7));
            }
            Matcher ctime = CTIME.matcher(date);
            if (ctime.matches()) {
                return Optional.of(at(ctime, 6, month(ctime.group(1)), 2, 3, 7));
            }
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static OffsetDateTime at(Matcher m, int year, int month, int day, int clock, int zone) {
        int y = Integer.parseInt(m.group(year));
        y += y < 70 ? 2000 : y < 100 ? 1900 : 0;
        String seconds = m.group(clock + 2);
        LocalDateTime time = LocalDateTime.of(
                y,
                month,
                Integer.parseInt(m.group(day)),
                Integer.parseInt(m.group(clock)),
                Integer.parseInt(m.group(clock + 1)),
                seconds == null ? 0 : Math.min(59, Integer.parseInt(seconds)));
        return time.atOffset(zone(m.group(zone)));
    }

    private static int month(String name) {
        int month = MONTHS.indexOf(name.toLowerCase(Locale.ROOT)) + 1;
        if (month == 0) {
            throw new DateTimeException("no month: " + name);
        }
        return month;
    }

    private static ZoneOffset zone(String text) {
        String plain = text.replace(":", "");
        if (plain.matches("[-+]\\d{4}")) {
            int sign = plain.charAt(0) == '-' ? -1 : 1;
            int minutes = Integer.parseInt(plain.substring(1, 3)) * 60 + Integer.parseInt(plain.substring(3));
            return ZoneOffset.ofTotalSeconds(sign * minutes * 60);
        }
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "EST" -> ZoneOffset.ofHours(-5);
            case "EDT" -> ZoneOffset.ofHours(-4);
            case "CST" -> ZoneOffset.ofHours(-6);
            case "CDT" -> ZoneOffset.ofHours(-5);
            case "MST" -> ZoneOffset.ofHours(-7);
            case "MDT" -> ZoneOffset.ofHours(-6);
            case "PST" -> ZoneOffset.ofHours(-8);
            case "PDT" -> ZoneOffset.ofHours(-7);
            case "CET" -> ZoneOffset.ofHours(1);
            case "CEST" -> ZoneOffset.ofHours(2);
            default -> ZoneOffset.UTC;
        };
    }
}
