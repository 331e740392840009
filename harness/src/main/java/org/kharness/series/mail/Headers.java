/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a mail or of one of its parts, unfolded; where a name occurs twice the last one counts, as with
 * git.
 *
 * @param fields raw values by lower-case name
 * @param end index of the first line of the body
 */
record Headers(Map<String, String> fields, int end) {
    private static final Pattern FIELD = Pattern.compile("([!-9;-~]+)[ \\t]*:(.*)", Pattern.DOTALL);

    /** Reads header lines from an index on. */
    static Headers read(List<String> lines, int from) {
        Map<String, String> fields = new LinkedHashMap<>();
        int at = from;
        while (at < lines.size()
                && (lines.get(at).startsWith("From ") || lines.get(at).startsWith(">From "))) {
            at++;
        }
        while (at < lines.size() && !lines.get(at).isBlank()) {
            Matcher field = FIELD.matcher(lines.get(at));
            if (!field.matches()) {
                return new Headers(fields, at);
            }
            StringBuilder value = new StringBuilder(field.group(2).strip());
            at++;
            while (at < lines.size() && isFolded(lines.get(at))) {
                value.append(' ').append(lines.get(at++).strip());
            }
            fields.put(field.group(1).toLowerCase(Locale.ROOT), value.toString());
        }
        return new Headers(fields, Math.min(at + 1, lines.size()));
    }

    private static boolean isFolded(String line) {
        return (line.startsWith(" ") || line.startsWith("\t")) && !line.isBlank();
    }

    /** The raw value, or an empty string. */
    String raw(String name) {
        return fields.getOrDefault(name, "");
    }

    /** The value with its encoded words decoded, or an empty string. */
    String text(String name) {
        return Words.header(raw(name));
    }

    /** Everything in angle brackets in a field, such as the message-ids of References. */
    List<String> ids(String name) {
        List<String> ids = new ArrayList<>();
        Matcher id = Pattern.compile("<([^<>\\s]+)>").matcher(raw(name));
        while (id.find()) {
            ids.add(id.group(1));
        }
        return ids;
    }

    /** A parameter of Content-Type such as charset or boundary; null if it is not there. */
    @Nullable
    String parameter(String name) {
        Matcher found = Pattern.compile(
                        "[;\\s]" + Pattern.quote(name) + "\\s*=\\s*(?:\"([^\"]*)\"|([^;\\s]+))",
                        Pattern.CASE_INSENSITIVE)
                .matcher(raw("content-type"));
        if (!found.find()) {
            return null;
        }
        return found.group(1) != null ? found.group(1) : found.group(2);
    }

    /** The transfer encoding in lower case. */
    String encoding() {
        return raw("content-transfer-encoding").toLowerCase(Locale.ROOT);
    }
}
