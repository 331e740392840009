/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Dates as git reads them (parse_date_basic of its date.c): RFC 5322, ISO 8601, ctime, its own "seconds zone", and whatever
 * else can be told from the look of the numbers.
 */
public final class MailDate {
    private static final List<String> MONTHS = List.of(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December");
    private static final List<String> DAYS =
            List.of("Sundays", "Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays");
    /** Hours east of UTC, summer time included. */
    private static final Map<String, Integer> ZONES = Map.ofEntries(
            Map.entry("IDLW", -12),
            Map.entry("NT", -11),
            Map.entry("CAT", -10),
            Map.entry("HST", -10),
            Map.entry("HDT", -9),
            Map.entry("YST", -9),
            Map.entry("YDT", -8),
            Map.entry("PST", -8),
            Map.entry("PDT", -7),
            Map.entry("MST", -7),
            Map.entry("MDT", -6),
            Map.entry("CST", -6),
            Map.entry("CDT", -5),
            Map.entry("EST", -5),
            Map.entry("EDT", -4),
            Map.entry("AST", -3),
            Map.entry("ADT", -2),
            Map.entry("WAT", -1),
            Map.entry("GMT", 0),
            Map.entry("UTC", 0),
            Map.entry("Z", 0),
            Map.entry("WET", 0),
            Map.entry("BST", 1),
            Map.entry("CET", 1),
            Map.entry("MET", 1),
            Map.entry("MEWT", 1),
            Map.entry("MEST", 2),
            Map.entry("CEST", 2),
            Map.entry("MESZ", 2),
            Map.entry("FWT", 1),
            Map.entry("FST", 2),
            Map.entry("EET", 2),
            Map.entry("EEST", 3),
            Map.entry("WAST", 7),
            Map.entry("WADT", 8),
            Map.entry("CCT", 8),
            Map.entry("JST", 9),
            Map.entry("EAST", 10),
            Map.entry("EADT", 11),
            Map.entry("GST", 10),
            Map.entry("NZT", 12),
            Map.entry("NZST", 12),
            Map.entry("NZDT", 13),
            Map.entry("IDLE", 12));

    private static final int UNKNOWN = -1;
    private static final long LAST_SECOND = 4_102_444_799L; // of 2099: where git's arithmetic ends

    private final String date;
    private int year = UNKNOWN;
    private int month = UNKNOWN;
    private int day = UNKNOWN;
    private int hour = UNKNOWN;
    private int minute = UNKNOWN;
    private int second = UNKNOWN;
    private int offset = UNKNOWN;
    private boolean utc;

    private MailDate(String date) {
        this.date = date;
    }

    /** Reads a date; empty if git would call it invalid. */
    public static Optional<GitDate> parse(String text) {
        String date = text.strip();
        int line = date.indexOf('\n');
        return new MailDate(line < 0 ? date : date.substring(0, line)).read();
    }

    private Optional<GitDate> read() {
        if (date.startsWith("@") && date.matches("@\\d{1,12} [-+]\\d{4}")) {
            int minutes = minutes(date.substring(date.length() - 4));
            boolean west = date.charAt(date.length() - 5) == '-';
            return Optional.of(
                    new GitDate(Long.parseLong(date.substring(1, date.indexOf(' '))), west ? -minutes : minutes));
        }
        int at = 0;
        while (at < date.length()) {
            char c = date.charAt(at);
            int taken = 0;
            if (Ascii.isLetter(c)) {
                taken = word(at);
            } else if (Ascii.isDigit(c)) {
                taken = number(at);
            } else if ((c == '-' || c == '+') && Ascii.isDigit(Ascii.at(date, at + 1))) {
                taken = zone(at);
            }
            at += Math.max(1, taken);
        }
        return whole();
    }

    private static int minutes(String digits) {
        int zone = Integer.parseInt(digits);
        return zone / 100 * 60 + zone % 100;
    }

    /** tm_to_time_t of git's date.c: it minds neither a 31st of February nor that no day is known. */
    private Optional<GitDate> whole() {
        if (year < 1970 || year > 2099 || month < 1 || hour < 0 || minute < 0 || second < 0) {
            return Optional.empty();
        }
        long days = LocalDateTime.of(year, month, 1, 0, 0).toEpochSecond(ZoneOffset.UTC) / 86_400 + day - 1;
        long local = days * 86_400 + hour * 3600L + minute * 60L + second;
        int zone = offset;
        if (zone == UNKNOWN) {
            LocalDateTime time = LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC);
            zone = time.atZone(ZoneId.systemDefault()).getOffset().getTotalSeconds() / 60;
        }
        long seconds = utc ? local : local - zone * 60L;
        return seconds < 0 || seconds > LAST_SECOND ? Optional.empty() : Optional.of(new GitDate(seconds, zone));
    }

    /** How many characters of the date agree with a word; 0 if a letter or digit does not. */
    private int match(int at, String word) {
        int i = 0;
        for (; at + i < date.length(); i++) {
            char c = date.charAt(at + i);
            if (i < word.length() && Character.toUpperCase(c) == Character.toUpperCase(word.charAt(i))) {
                continue;
            }
            if (!Ascii.isLetter(c) && !Ascii.isDigit(c)) {
                break;
            }
            return 0;
        }
        return i;
    }

    /** match_alpha of git's date.c. */
    private int word(int at) {
        for (int i = 0; i < MONTHS.size(); i++) {
            int match = match(at, MONTHS.get(i));
            if (match >= 3) {
                month = i + 1;
                return match;
            }
        }
        for (String name : DAYS) {
            int match = match(at, name);
            if (match >= 3) {
                return match;
            }
        }
        int end = at;
        while (Ascii.isLetter(Ascii.at(date, end))) {
            end++;
        }
        String word = date.substring(at, end).toUpperCase(Locale.ROOT);
        Integer zone = Ascii.isDigit(Ascii.at(date, end)) ? null : named(word);
        if (zone != null) {
            offset = offset == UNKNOWN ? 60 * zone : offset;
            return end - at;
        }
        if (match(at, "PM") == 2 || match(at, "AM") == 2) {
            hour = hour % 12 + (word.equals("PM") ? 12 : 0);
            return 2;
        }
        return end - at;
    }

    /** A zone by its name or by three letters of it or more. */
    private static @org.jspecify.annotations.Nullable Integer named(String word) {
        if (ZONES.containsKey(word) || word.length() < 3) {
            return ZONES.get(word);
        }
        return ZONES.keySet().stream()
                .filter(z -> z.startsWith(word))
                .sorted()
                .findFirst()
                .map(ZONES::get)
                .orElse(null);
    }

    /** match_digit of git's date.c. */
    private int number(int at) {
        int end = digitsEnd(at);
        int count = end - at;
        long number = parse(at, end);
        if (number >= 100_000_000 && nothingYet()) {
            LocalDateTime time =
                    LocalDateTime.ofInstant(Instant.ofEpochSecond(Math.min(number, LAST_SECOND + 1)), ZoneOffset.UTC);
            year = time.getYear();
            month = time.getMonthValue();
            day = time.getDayOfMonth();
            hour = time.getHour();
            minute = time.getMinute();
            second = time.getSecond();
            utc = true;
            return count;
        }
        char next = Ascii.at(date, end);
        if (":./-".indexOf(next) >= 0 && Ascii.isDigit(Ascii.at(date, end + 1))) {
            int taken = numbers(at, number, next, end);
            if (taken > 0) {
                return taken;
            }
        }
        if (count == 8 || count == 6) {
            compact(number, count);
            return count;
        }
        if (count == 4) {
            if (number <= 1400 && offset == UNKNOWN) {
                offset = (int) (number / 100 * 60 + number % 100);
            } else if (number > 1900 && number < 2100) {
                year = (int) number;
            }
            return count;
        }
        if (count <= 2) {
            small((int) number, count);
        }
        return count;
    }

    private void compact(long number, int count) {
        int first = (int) (number / 10_000);
        int middle = (int) (number % 10_000 / 100);
        int last = (int) (number % 100);
        if (count == 8) {
            date(first, middle, last, false);
        } else {
            time(first, middle, last);
        }
    }

    private void small(int number, int count) {
        if (number > 0 && number < 32 && day < 0) {
            day = number;
        } else if (count == 2 && year < 0 && ((number < 10 && day >= 0) || number >= 70)) {
            year = number + (number < 10 ? 2000 : 1900);
        } else if (number > 0 && number < 13 && month < 0) {
            month = number;
        }
    }

    /** match_multi_number of git's date.c: times, and dates with the same sign between their parts. */
    private int numbers(int at, long first, char sign, int after) {
        int end = digitsEnd(after + 1);
        long second2 = parse(after + 1, end);
        long third = UNKNOWN;
        if (Ascii.at(date, end) == sign && Ascii.isDigit(Ascii.at(date, end + 1))) {
            int from = end + 1;
            end = digitsEnd(from);
            third = parse(from, end);
        }
        if (sign == ':') {
            if (!time(first, second2, Math.max(0, third))) {
                return 0;
            }
            boolean fraction = Ascii.at(date, end) == '.' && Ascii.isDigit(Ascii.at(date, end + 1));
            boolean dated = year != UNKNOWN && month != UNKNOWN && day != UNKNOWN;
            return (fraction && dated ? digitsEnd(end + 1) : end) - at;
        }
        boolean european = sign == '.';
        boolean known = (first > 70 && (date(first, second2, third, false) || date(first, third, second2, false)))
                || (!european && date(third, first, second2, true))
                || date(third, second2, first, true)
                || (european && date(third, first, second2, true));
        return known ? end - at : 0;
    }

    /** set_date of git's date.c; with a guess a date in the future is none. */
    private boolean date(long newYear, long newMonth, long newDay, boolean guess) {
        if (newMonth < 1 || newMonth > 12 || newDay < 1 || newDay > 31) {
            return false;
        }
        LocalDateTime today = LocalDateTime.now(ZoneOffset.UTC);
        long full = full(newYear);
        if (newYear == UNKNOWN) {
            full = guess ? today.getYear() : year;
        } else if (full == 0) {
            return false;
        }
        if (guess) {
            LocalDateTime meant = LocalDateTime.of((int) full, (int) newMonth, 1, 0, 0)
                    .plusDays(newDay - 1)
                    .plusHours(Math.max(0, hour));
            if (hour >= 0 && meant.isAfter(today.plusDays(10))) {
                return false;
            }
        }
        month = (int) newMonth;
        day = (int) newDay;
        year = newYear == UNKNOWN ? year : (int) full;
        return true;
    }

    /** A year of two or four digits; 0 if it is none that git takes. */
    private static long full(long year) {
        if (year >= 1970 && year < 2100) {
            return year;
        }
        if (year > 70 && year < 100) {
            return year + 1900;
        }
        return year >= 0 && year < 38 ? year + 2000 : 0;
    }

    private boolean time(long newHour, long newMinute, long newSecond) {
        if (newHour > 24 || newMinute > 59 || newSecond > 60) {
            return false;
        }
        hour = (int) newHour;
        minute = (int) newMinute;
        second = (int) newSecond;
        return true;
    }

    private boolean nothingYet() {
        return (year & month & day & hour & minute & second) < 0;
    }

    /** match_tz of git's date.c. */
    private int zone(int at) {
        int end = digitsEnd(at + 1);
        int count = end - at - 1;
        long hours = parse(at + 1, end);
        long minutes = 0;
        if (count == 4) {
            minutes = hours % 100;
            hours = hours / 100;
        } else if (count != 2) {
            minutes = 99;
        } else if (Ascii.at(date, end) == ':') {
            int from = end + 1;
            end = digitsEnd(from);
            minutes = end - at - 1 == 5 ? parse(from, end) : 99;
        }
        if (minutes < 60 && hours < 24) {
            offset = (int) (hours * 60 + minutes) * (date.charAt(at) == '-' ? -1 : 1);
        }
        return end - at;
    }

    private int digitsEnd(int from) {
        int end = from;
        while (Ascii.isDigit(Ascii.at(date, end))) {
            end++;
        }
        return end;
    }

    private long parse(int from, int to) {
        return to == from ? 0 : to - from > 17 ? Long.MAX_VALUE : Long.parseLong(date.substring(from, to));
    }
}
