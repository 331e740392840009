/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bracketed prefix of a patch mail's subject, such as {@code [PATCH v8 RESEND 2/9]}.
 *
 * @param patch true if a bracket says PATCH or RFC or carries N/M
 * @param reply true if it begins with "Re:" or its like
 * @param version N of vN; 1 where not given
 * @param number N of N/M; 1 where not given
 * @param total M of N/M; 1 where not given
 * @param resend true if it says RESEND
 */
public record SubjectLine(boolean patch, boolean reply, int version, int number, int total, boolean resend) {
    private static final Pattern REPLY = Pattern.compile("(?i)^\\s*(re|aw|fwd?|antw)\\s*:.*");
    private static final Pattern BRACKET = Pattern.compile("\\[([^\\]]*)\\]");
    private static final Pattern COUNT = Pattern.compile("(?:^|\\D)(\\d{1,4})/(\\d{1,4})\\b");
    private static final Pattern VERSION = Pattern.compile("(?i)(?:^|[\\s,]|PATCH|RFC)v(\\d{1,3})\\b");

    /** Reads a subject. */
    public static SubjectLine of(String subject) {
        boolean patch = false;
        boolean resend = false;
        int version = 1;
        int number = 1;
        int total = 1;
        int end = 0;
        Matcher bracket = BRACKET.matcher(subject);
        while (bracket.find() && isPrefix(subject.substring(end, bracket.start()))) {
            end = bracket.end();
            String words = bracket.group(1);
            Matcher count = COUNT.matcher(words);
            if (count.find()) {
                patch = true;
                number = Integer.parseInt(count.group(1));
                total = Integer.parseInt(count.group(2));
            }
            Matcher v = VERSION.matcher(words);
            version = v.find() ? Integer.parseInt(v.group(1)) : version;
            patch |= words.toUpperCase(java.util.Locale.ROOT).matches(".*\\b(PATCH|RFC).*");
            resend |= words.toUpperCase(java.util.Locale.ROOT).contains("RESEND");
        }
        return new SubjectLine(patch, REPLY.matcher(subject).matches(), version, number, total, resend);
    }

    private static boolean isPrefix(String between) {
        return between.isBlank() || REPLY.matcher(between).matches();
    }
}
