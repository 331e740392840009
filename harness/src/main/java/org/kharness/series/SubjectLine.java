/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bracketed prefix of a patch mail's subject, such as {@code [PATCH v8 RESEND 2/9]}.
 *
 * @param patch true if a bracket says PATCH or RFC or carries N/M
 * @param reply true if it begins with "Re:" or its like
 * @param numbered true if N/M is given
 * @param versioned true if vN is given
 * @param version N of vN; 1 where not given
 * @param number N of N/M; 1 where not given
 * @param total M of N/M; 1 where not given
 * @param resend true if it says RESEND or REPOST
 * @param rfc true if it asks for comments only
 * @param target what else stands in the brackets, such as "net-next" or "6.1", in lower case
 * @param title what follows the brackets, in lower case
 */
public record SubjectLine(
        boolean patch,
        boolean reply,
        boolean numbered,
        boolean versioned,
        int version,
        int number,
        int total,
        boolean resend,
        boolean rfc,
        String target,
        String title) {
    private static final int LONGEST = 2000;
    private static final Pattern REPLY =
            Pattern.compile("(?i)^\\s*(re|aw|fwd?|antw|sv|vs)(\\[\\d+\\])?\\s*:.*", Pattern.DOTALL);
    private static final Pattern TRANSLATED = Pattern.compile("^\\s*\\w{2,3}:\\s*\\[.*", Pattern.DOTALL);
    private static final Pattern BRACKET = Pattern.compile("\\G\\s*\\[([^\\]]*)\\]");
    private static final Pattern WORD = Pattern.compile("[^\\s,;:()]+");
    private static final Pattern JOINED = Pattern.compile("(?i)(PATCH|RFC)[-_]?(v\\d{1,3}|\\d{1,4}/\\d{1,4})");
    /** As Mercurial's patchbomb counts. */
    private static final Pattern OF = Pattern.compile("(?i)\\b(\\d{1,4}) of (\\d{1,4})\\b");

    private static final Pattern COUNT = Pattern.compile("(\\d{1,4})/(\\d{1,4})");
    private static final Pattern VERSION = Pattern.compile("(?i)-?v(\\d{1,3})(?:\\.\\d+)?");
    private static final Pattern KIND = Pattern.compile("(?i)(PATCH|RFC|RFT).*");
    private static final Pattern AGAIN = Pattern.compile("(?i)(RESEND|RESENT|REPOST|RE-SEND|RE-POST)\\w*");

    /** Reads a subject. */
    public static SubjectLine of(String whole) {
        String subject = whole.substring(0, Math.min(LONGEST, whole.length()));
        boolean reply =
                REPLY.matcher(subject).matches() || TRANSLATED.matcher(subject).matches();
        String rest = reply ? subject.substring(subject.indexOf(':') + 1) : subject;
        while (REPLY.matcher(rest).matches()) {
            rest = rest.substring(rest.indexOf(':') + 1);
        }
        Matcher bracket = BRACKET.matcher(rest);
        List<String> words = new ArrayList<>();
        int end = 0;
        while (bracket.find()) {
            end = bracket.end();
            Matcher word =
                    WORD.matcher(JOINED.matcher(OF.matcher(bracket.group(1)).replaceAll("$1/$2"))
                            .replaceAll("$1 $2"));
            while (word.find()) {
                words.add(word.group());
            }
        }
        return of(words, reply, rest.substring(end).strip().toLowerCase(Locale.ROOT));
    }

    private static SubjectLine of(List<String> words, boolean reply, String title) {
        boolean patch = false;
        boolean resend = false;
        boolean rfc = false;
        boolean versioned = false;
        int version = 1;
        int number = -1;
        int total = 1;
        List<String> others = new ArrayList<>();
        for (String word : words) {
            Matcher count = COUNT.matcher(word);
            Matcher v = VERSION.matcher(word);
            if (count.matches()) {
                number = Integer.parseInt(count.group(1));
                total = Integer.parseInt(count.group(2));
            } else if (v.matches()) {
                version = Integer.parseInt(v.group(1));
                versioned = true;
            } else if (AGAIN.matcher(word).matches()) {
                resend = true;
            } else if (KIND.matcher(word).matches()) {
                patch = true;
                rfc |= word.regionMatches(true, 0, "RFC", 0, 3);
            } else {
                others.add(word.toLowerCase(Locale.ROOT));
            }
        }
        boolean numbered = number >= 0;
        return new SubjectLine(
                patch || numbered,
                reply,
                numbered,
                versioned,
                version,
                numbered ? number : 1,
                total,
                resend,
                rfc,
                String.join(" ", others),
                title);
    }
}
