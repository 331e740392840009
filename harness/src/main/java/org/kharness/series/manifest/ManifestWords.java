/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.manifest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.kharness.failure.InputException;

/** Finds words that a manifest does not know, at their place: Jackson finds them too, but only after the whole object. */
final class ManifestWords {
    private static final List<String> DIFFSTAT = List.of("files", "insertions", "deletions");
    private static final Map<String, List<String>> KNOWN = Map.of(
            "",
            List.of("schema", "id", "title", "version", "cover", "diffstat", "base", "patches"),
            ".diffstat",
            DIFFSTAT,
            ".base",
            List.of("commit", "prerequisites"),
            ".base.prerequisites",
            List.of("cover", "title", "patches", "series"),
            ".patches",
            List.of(
                    "number",
                    "subject",
                    "message_id",
                    "patch_id",
                    "diffstat",
                    "file",
                    "merged",
                    "dropped",
                    "probes",
                    "touches"),
            ".patches.diffstat",
            DIFFSTAT,
            ".patches.merged",
            List.of("commit", "release", "subject"),
            ".patches.probes",
            List.of("file", "match"),
            ".patches.touches",
            List.of("file", "functions"));

    private ManifestWords() {}

    /** Refuses the first unknown word. */
    static void check(Path file, ObjectMapper mapper, String text) throws IOException {
        try (JsonParser parser = mapper.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token != JsonToken.FIELD_NAME) {
                    continue;
                }
                String path = parser.getParsingContext().pathAsPointer().toString();
                String where = path.substring(0, path.lastIndexOf('/'))
                        .replaceAll("/\\d+(?=/|$)", "")
                        .replace('/', '.');
                List<String> known = KNOWN.getOrDefault(where, List.of());
                if (!known.contains(parser.currentName())) {
                    JsonLocation at = parser.currentTokenLocation();
                    throw new InputException(file + ":" + at.getLineNr() + ":" + at.getColumnNr() + ": unknown word '"
                            + parser.currentName() + "', known here: " + String.join(", ", known));
                }
            }
        }
    }
}
