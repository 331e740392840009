/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What ties mails into threads, read from the header alone and without the rest of it: an archive holds many mails. */
public final class ThreadIds {
    private static final Pattern ID = Pattern.compile("<([^<>\\s]+)>");

    private ThreadIds() {}

    /**
     * The ids in a mail's header.
     *
     * @param mail the mail as it came
     * @return first its message-id, empty if it has none, then those that it answers, as often as it names them
     */
    public static List<String> of(byte[] mail) {
        String own = "";
        List<String> ids = new ArrayList<>(List.of(own));
        StringBuilder field = new StringBuilder();
        int at = 0;
        while (at < mail.length) {
            int end = endOfLine(mail, at);
            boolean folded = mail[at] == ' ' || mail[at] == '\t';
            if (!folded) {
                take(field, ids);
                field.setLength(0);
            }
            if (isBlank(mail, at, end)) {
                break;
            }
            if (folded ? !field.isEmpty() : mayBeWanted(mail[at])) {
                field.append(new String(mail, at, end - at, StandardCharsets.ISO_8859_1));
            }
            at = end;
        }
        take(field, ids);
        return ids;
    }

    private static int endOfLine(byte[] mail, int from) {
        int at = from;
        while (at < mail.length && mail[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, mail.length);
    }

    private static boolean isBlank(byte[] mail, int from, int end) {
        for (int i = from; i < end; i++) {
            if (mail[i] > ' ' || mail[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean mayBeWanted(byte first) {
        return "MmIiRr".indexOf(first) >= 0;
    }

    private static void take(StringBuilder field, List<String> ids) {
        int colon = field.indexOf(":");
        if (colon < 0) {
            return;
        }
        String name = field.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        boolean own = name.equals("message-id");
        if (!own && !name.equals("in-reply-to") && !name.equals("references")) {
            return;
        }
        Matcher id = ID.matcher(field.substring(colon));
        while (id.find()) {
            if (own) {
                ids.set(0, id.group(1));
                return;
            }
            ids.add(id.group(1));
        }
    }
}
