/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.InputException;

/**
 * What a browser's address line means: a message in a public-inbox, or something that gives an mbox.
 *
 * @param server the list of a public-inbox server; null where the user's server is to be asked, or for an mbox
 * @param messageId the message; empty for an mbox
 * @param mbox the address of an mbox; null for a message
 */
record Address(
        @Nullable URI server, String messageId, @Nullable URI mbox) {
    private static final Pattern WEB = Pattern.compile("(?i)https?://[^/]+/.*");
    /** Servers that only redirect to the archive. */
    private static final Pattern REDIRECT = Pattern.compile(
            "(?i)https?://(?:(?:lkml|lore)\\.kernel\\.org/r|patch\\.msgid\\.link|msgid\\.link)/([^/?#]+).*");

    private static final Pattern PATCHWORK = Pattern.compile(
            "(?i)(https?://[^/]+(?:/[^/]+)*?)/(?:project/[^/]+/)?(patch|series|cover)/([^/?#]+)(?:/[^?#]*)?.*");
    private static final Pattern PATCHWORK_LIST =
            Pattern.compile("(?i)(https?://[^/]+(?:/[^/]+)*?)/project/[^/]+/list/?\\?(?:.*&)?series=(\\d+).*");
    private static final Pattern INBOX =
            Pattern.compile("(?i)(https?://[^/]+(?:/[^/?#]+)*?/)([^/?#]+(?:@|%40)[^/?#]+)(?:[/?#].*)?");

    /** Reads an address; empty if it is none. */
    static Optional<Address> of(String spec) {
        if (!WEB.matcher(spec).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(spec));
        } catch (IllegalArgumentException e) {
            throw new InputException(spec + ": not a web address that can be used: " + e.getMessage(), e);
        }
    }

    private static Address read(String spec) {
        Matcher redirect = REDIRECT.matcher(spec);
        if (redirect.matches()) {
            return new Address(null, id(redirect.group(1)), null);
        }
        Matcher list = PATCHWORK_LIST.matcher(spec);
        if (list.matches()) {
            return new Address(null, "", URI.create(list.group(1) + "/series/" + list.group(2) + "/mbox/"));
        }
        Matcher patchwork = PATCHWORK.matcher(spec);
        if (patchwork.matches()
                && (spec.contains("/project/") || spec.contains("/mbox") || isNumber(patchwork.group(3)))) {
            boolean series = patchwork.group(2).toLowerCase(Locale.ROOT).equals("series");
            String plain =
                    spec.replaceFirst("[?#].*", "").replaceFirst("/?$", "/").replaceFirst("/raw/$", "/");
            String mbox = plain.endsWith("/mbox/") ? plain : plain + "mbox/";
            return new Address(null, "", URI.create(series ? mbox.replaceFirst("/\\*/mbox/$", "/mbox/") : mbox));
        }
        Matcher inbox = INBOX.matcher(spec);
        if (inbox.matches()) {
            return new Address(URI.create(inbox.group(1)), id(inbox.group(2)), null);
        }
        return new Address(null, "", URI.create(spec.replaceFirst("#.*", "")));
    }

    /** Patchwork's short addresses name a number. */
    private static boolean isNumber(String name) {
        return name.matches("\\d+");
    }

    private static String id(String encoded) {
        return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8)
                .replaceAll("^<|>$", "");
    }
}
