/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a page that may be long: as many as a browser takes without effort are in it from the start, the most wanted
 * first; the rest lies compressed in the page until a reader opens it.
 */
public final class PageParts {
    private static final int MOST_ELEMENTS = 4900;
    private static final int MOST_CHARACTERS = 100_000;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final List<String> later = new ArrayList<>();
    private int elements;
    private int characters;

    /**
     * No parts yet.
     *
     * @param page the page without any
     */
    PageParts(String page) {
        elements = elements(page);
    }

    /**
     * A part as the page has it.
     *
     * @param html the part itself; null for one that is opened later
     * @param number of a part that is opened later; -1 for one that is there
     */
    public record Part(@Nullable String html, int number) {
        /** A part that is opened later, whichever it is. */
        static final Part LATER = new Part(null, 0);
    }

    /** Takes a part that is HTML already. */
    Part add(String html) {
        int more = elements(html);
        if (elements + more <= MOST_ELEMENTS && characters + html.length() <= MOST_CHARACTERS) {
            elements += more;
            characters += html.length();
            return new Part(html, -1);
        }
        later.add(html);
        return new Part(null, later.size() - 1);
    }

    /** What is opened later: a JSON array of HTML, deflated as zlib does, in base64; empty where there is nothing. */
    String block() {
        if (later.isEmpty()) {
            return "";
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
            out.write(MAPPER.writeValueAsString(later).getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list of texts can always be written", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** How many elements a text of HTML makes: its start tags. */
    static int elements(String html) {
        int count = 0;
        for (int at = html.indexOf('<'); at >= 0 && at + 1 < html.length(); at = html.indexOf('<', at + 1)) {
            count += Character.isLetter(html.charAt(at + 1)) ? 1 : 0;
        }
        return count;
    }
}
