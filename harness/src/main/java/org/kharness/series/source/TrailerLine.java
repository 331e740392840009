/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line that somebody wants in a commit message, such as "Reviewed-by: A Name &lt;a@example.org&gt; # on arm".
 *
 * @param name what stands before the colon
 * @param value what follows
 * @param extra a remark behind it, from a blank and a # on; empty where there is none
 */
record TrailerLine(String name, String value, String extra) {
    private static final int LONGEST = 1000;
    private static final Pattern LINE = Pattern.compile("^\\s*([A-Za-z][A-Za-z-]*):\\s+(\\S.*)$");
    private static final Pattern EXTRA = Pattern.compile("^(.*\\S)(\\s+#[^#]+)$");
    private static final Pattern PERSON = Pattern.compile("^(.*?)\\s*<([^<>\\s]+@[^<>\\s]+)>\\s*$");
    /** What programs make of an address that they take for a link. */
    private static final Pattern LINKED =
            Pattern.compile("<(?:mailto:)?([^<>\\s]{1,200}@[^<>\\s]{1,200}?)(?:<mailto:[^<>\\s]{1,400}>)?>");

    private static final Pattern WRAPPED = Pattern.compile(
            "(?m)^(\\S{1,80}: +[0-9a-f]{6,40} \\([^)\n]{1,200})\n([^\n]{1,200}\\))|^([A-Za-z-]{1,40}-by: +[^<\n]{1,100})\n(<[^>\n]{1,100}>)$");
    private static final Set<String> FACTS = Set.of("fixes", "closes", "link", "buglink", "obsoleted-by");
    private static final Pattern COMMIT = Pattern.compile("^[0-9a-fA-F]{6,40}\\b.*");

    /** The lines of an answer, quotes and the signature left out. */
    static List<TrailerLine> in(String body) {
        int signature = body.indexOf("\n-- \n");
        String text = signature < 0 ? body : body.substring(0, signature);
        List<TrailerLine> found = new ArrayList<>();
        for (String line : unwrapped(text).lines().toList()) {
            Matcher trailer = line.length() > LONGEST ? null : LINE.matcher(line);
            if (trailer == null || !trailer.matches()) {
                continue;
            }
            String value = LINKED.matcher(trailer.group(2).strip()).replaceAll("<$1>");
            Matcher extra = EXTRA.matcher(value);
            TrailerLine one = extra.matches()
                    ? new TrailerLine(trailer.group(1), extra.group(1), extra.group(2))
                    : new TrailerLine(trailer.group(1), value, "");
            if (one.isFact() || one.isPerson()) {
                found.add(one);
            }
        }
        return found;
    }

    private static String unwrapped(String text) {
        return WRAPPED.matcher(text).replaceAll(m -> {
            boolean fixes = m.group(1) != null;
            return Matcher.quoteReplacement(
                    fixes ? m.group(1) + " " + m.group(2) : m.group(3).strip() + " " + m.group(4));
        });
    }

    /** True for a line that points to something rather than to somebody. */
    boolean isFact() {
        String lower = name.toLowerCase(Locale.ROOT);
        return FACTS.contains(lower)
                && (!lower.equals("fixes") || COMMIT.matcher(value).matches());
    }

    private boolean isPerson() {
        return name.toLowerCase(Locale.ROOT).endsWith("-by") && value.contains("@");
    }

    /** Whether the sender of a mail may give it, by address or only by name; null if he may not. */
    @Nullable
    Match from(String sender) {
        Matcher mine = PERSON.matcher(value);
        Matcher his = PERSON.matcher(sender);
        String address = mine.matches() ? mine.group(2) : value;
        String other = his.matches() ? his.group(2) : sender.strip();
        if (isFact() || sameAddress(address.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT))) {
            return Match.ADDRESS;
        }
        boolean named = mine.matches()
                && his.matches()
                && !words(mine.group(1)).isEmpty()
                && words(mine.group(1)).equals(words(his.group(1)));
        return named ? Match.NAME : null;
    }

    /** How a line is known to be its sender's. */
    enum Match {
        ADDRESS,
        NAME
    }

    /** As b4 compares: "+tag" does not count, nor whether one domain has one part more in front. */
    private static boolean sameAddress(String one, String other) {
        String a = one.replaceFirst("\\+[^@]*@", "@");
        String b = other.replaceFirst("\\+[^@]*@", "@");
        if (a.equals(b)) {
            return true;
        }
        int at = a.indexOf('@');
        int there = b.indexOf('@');
        if (at < 1 || there < 1 || !a.substring(0, at).equals(b.substring(0, there))) {
            return false;
        }
        String domain = a.substring(at + 1);
        String domain2 = b.substring(there + 1);
        long dots = domain.chars().filter(c -> c == '.').count();
        long dots2 = domain2.chars().filter(c -> c == '.').count();
        return Math.abs(dots - dots2) == 1 && (domain.endsWith("." + domain2) || domain2.endsWith("." + domain));
    }

    /** The words of a name in any order: "Doe, Jane" is Jane Doe. */
    private static Set<String> words(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[\",()]", " ").strip();
        return plain.isEmpty() ? Set.of() : new TreeSet<>(Arrays.asList(plain.split("\\s+")));
    }

    /** What two lines have in common that say the same. */
    String key() {
        return (name + ": " + value).toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return name + ": " + value + extra;
    }
}
