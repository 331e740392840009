/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kharness.series.diff.Raw;

/** A mail in the making: what format-patch wrote, changed in the ways in which people, programs and lists change mails; bytes. */
final class Letter {
    private static final int WIDTH = 76;

    private final Map<String, String> header = new LinkedHashMap<>();
    private String body;
    private String before = "";
    private boolean crlf;

    private Letter(String body) {
        this.body = body;
    }

    /** Reads what format-patch wrote, without its first line. */
    static Letter of(String raw) {
        int end = raw.indexOf("\n\n") + 1;
        Letter letter = new Letter(raw.substring(end + 1));
        for (String field : raw.substring(0, end).strip().split("\n(?![ \t])", -1)) {
            int colon = field.indexOf(':');
            letter.header.put(
                    field.substring(0, colon), field.substring(colon + 1).strip());
        }
        return letter;
    }

    Letter copy() {
        Letter copy = new Letter(body);
        copy.header.putAll(header);
        copy.before = before;
        copy.crlf = crlf;
        return copy;
    }

    String get(String name) {
        return header.getOrDefault(name, "");
    }

    /** Sets a field; it loses its place if it is there under another spelling. */
    Letter set(String name, String value) {
        header.keySet().removeIf(n -> n.equalsIgnoreCase(name) && !n.equals(name));
        header.put(name, value);
        return this;
    }

    Letter without(String name) {
        header.keySet().removeIf(n -> n.equalsIgnoreCase(name));
        return this;
    }

    String body() {
        return body;
    }

    Letter body(String text) {
        body = text;
        return this;
    }

    /** Puts lines in front of everything. */
    Letter before(String lines) {
        before = lines;
        return this;
    }

    /** Ends every line with CR LF, as on the wire. */
    Letter crlf() {
        crlf = true;
        return this;
    }

    /** The title, without what format-patch puts in front; still encoded. */
    String title() {
        return get("Subject").replaceFirst("^\\[PATCH[^\\]]*\\]\\s+", "");
    }

    boolean isMultipart() {
        return get("Content-Type").startsWith("multipart/");
    }

    String raw() {
        StringBuilder out = new StringBuilder(before);
        header.forEach(
                (name, value) -> out.append(name).append(": ").append(value).append('\n'));
        String text = out.append('\n').append(body).toString();
        return crlf ? text.replace("\r\n", "\n").replace("\n", "\r\n") : text;
    }

    private Letter coded(String type, String encoding, String text) {
        without("Content-Type").without("Content-Transfer-Encoding").without("MIME-Version");
        set("MIME-Version", "1.0").set("Content-Type", type).set("Content-Transfer-Encoding", encoding);
        return body(text);
    }

    Letter quotedPrintable() {
        return coded("text/plain; charset=UTF-8", "quoted-printable", quoted(body));
    }

    Letter base64() {
        return coded("text/plain; charset=\"utf-8\"", "base64", base64(body));
    }

    /** As a program of the nineties sends it: everything in Latin-1, what is not in it lost. */
    Letter latin1(boolean encoded) {
        String text = Raw.of(Raw.utf8(body).getBytes(StandardCharsets.ISO_8859_1));
        return encoded
                ? coded("text/plain; charset=iso-8859-1", "quoted-printable", quoted(text))
                : coded("text/plain; charset=ISO-8859-1", "8bit", text);
    }

    /** RFC 3676, which damages nothing if it is done well. */
    Letter flowed() {
        String text = body.replaceAll("(?m)^(?=[ >]|From )", " ");
        return coded("text/plain; charset=UTF-8; format=flowed", "8bit", text);
    }

    /** The text as it is, the diff as an attachment, and what a list adds in a part of its own. */
    Letter attached(String kind, boolean encoded, boolean footer) {
        int diff = Math.max(0, body.indexOf("diff --git "));
        String text = body.substring(0, diff);
        String patch = body.substring(diff);
        String parts = "This is a multi-part message in MIME format.\n--=_b1\n"
                + "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n\n" + text + "\n--=_b1\n"
                + "Content-Type: text/x-patch; charset=UTF-8; name=\"a.patch\"\n"
                + "Content-Disposition: attachment; filename=a.patch\nContent-Transfer-Encoding: "
                + (encoded ? "base64\n\n" + base64(patch) : "8bit\n\n" + patch) + "\n--=_b1";
        String more =
                "\nContent-Type: text/plain; charset=us-ascii\n\n" + "_".repeat(40) + "\nlist mailing list\n--=_b1";
        return coded("multipart/" + kind + "; boundary=\"=_b1\"", "8bit", parts + (footer ? more : "") + "--\n");
    }

    /** Everything in one part, beside a signature, in another multipart. */
    Letter signedAndNested() {
        String inner = "--in\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: quoted-printable\n\n"
                + quoted(body) + "\n--in--\n";
        String text = "--out\nContent-Type: multipart/mixed; boundary=in\n\n" + inner
                + "\n--out\nContent-Type: application/pgp-signature; name=s.asc\n\n-----BEGIN PGP SIGNATURE-----\n\n"
                + "iHUEABYKAB0=\n-----END PGP SIGNATURE-----\n\n--out--\n";
        return coded(
                "multipart/signed; micalg=pgp-sha512;\n protocol=\"application/pgp-signature\"; boundary=out",
                "7bit",
                text);
    }

    private static String base64(String text) {
        return Base64.getMimeEncoder(WIDTH, new byte[] {'\n'}).encodeToString(Raw.bytes(text)) + "\n";
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder();
        int column = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean last = i + 1 < text.length() && text.charAt(i + 1) == '\n';
            boolean odd = c == '=' || c > 126 || (c < 32 && c != '\n') || (c == ' ' && last);
            String next = odd ? "=%02X".formatted((int) c) : String.valueOf(c);
            if (column + next.length() >= WIDTH && c != '\n') {
                out.append("=\n");
                column = 0;
            }
            out.append(next);
            column = c == '\n' ? 0 : column + next.length();
        }
        return out.toString();
    }
}
