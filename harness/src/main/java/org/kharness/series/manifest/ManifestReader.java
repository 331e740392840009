/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.manifest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.InputException;

/** Reads {@code series.yaml}, strictly: an unknown word is an error with its line and column. */
public final class ManifestReader {
    /** The file's name in a folder of kernel-patches/. */
    public static final String FILE = "series.yaml";

    private static final Pattern PATCH_ID = Pattern.compile("[0-9a-f]{40}");

    private ManifestReader() {}

    /**
     * Reads a manifest.
     *
     * @throws InputException if it cannot be used; the message gives file, line and column
     */
    public static SeriesManifest read(Path file) {
        ObjectMapper mapper = YAMLMapper.builder(YAMLFactory.builder()
                        .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
                        .build())
                .propertyNamingStrategy(PropertyNamingStrategies.LOWER_CAMEL_CASE)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        try {
            String text = Files.readString(file);
            ManifestWords.check(file, mapper, text);
            SeriesManifest manifest = mapper.readValue(text, SeriesManifest.class);
            if (manifest == null) {
                throw new InputException(file + ":1:1: the file is empty");
            }
            check(file, manifest);
            return manifest;
        } catch (JacksonException e) {
            throw new InputException(describe(file, e), e);
        } catch (IOException e) {
            throw new InputException(file + ": cannot be read as UTF-8 text: " + e.getMessage(), e);
        }
    }

    private static String describe(Path file, JacksonException e) {
        JsonLocation at = e.getLocation();
        String place = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
        String path = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(r -> r.getFieldName() != null ? r.getFieldName() : "[" + r.getIndex() + "]")
                        .collect(Collectors.joining("."))
                : "";
        String first = e.getOriginalMessage().lines().findFirst().orElse("cannot be read");
        first = first.replaceAll(" \\(class [^)]*\\)", "").replaceAll("`?org\\.kharness\\.[\\w.$]+`?", "the manifest");
        return file + place + ": " + (path.isEmpty() ? "" : path + ": ") + first;
    }

    private static void check(Path file, SeriesManifest manifest) {
        if (manifest.schema() != 1) {
            throw new InputException(file + ": schema " + manifest.schema() + " is not known, only 1");
        }
        need(file.toString(), "id", manifest.id());
        need(file.toString(), "title", manifest.title());
        if (manifest.patches().isEmpty()) {
            throw new InputException(file + ": patches: a series needs at least one");
        }
        int number = 0;
        for (SeriesManifest.Pinned patch : manifest.patches()) {
            number++;
            String place = file + ": patches[" + (number - 1) + "]";
            if (patch.number() != number) {
                throw new InputException(place + ".number: " + patch.number() + " where " + number + " is due");
            }
            need(place, "subject", patch.subject());
            need(place, "patch_id", patch.patchId());
            if (!PATCH_ID.matcher(patch.patchId().toLowerCase(Locale.ROOT)).matches()) {
                throw new InputException(place + ".patch_id: not 40 hexadecimal digits");
            }
            if (patch.messageId() == null && patch.file() == null) {
                throw new InputException(place + ": message_id or file is missing");
            }
            checkFile(place, patch);
            checkProbes(place, patch);
        }
    }

    private static void need(String place, String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new InputException(place + "." + name + ": nothing is given");
        }
    }

    private static void checkFile(String place, SeriesManifest.Pinned patch) {
        String name = patch.file();
        if (name != null && (name.contains("/") || name.startsWith("."))) {
            throw new InputException(place + ".file: must be a file in the manifest's own folder");
        }
    }

    private static void checkProbes(String place, SeriesManifest.Pinned patch) {
        for (SeriesManifest.Probe probe : patch.allProbes()) {
            need(place + ".probes", "file", probe.file());
            need(place + ".probes", "match", probe.match());
            if (probe.file().startsWith("/") || probe.file().contains("..")) {
                throw new InputException(place + ".probes: " + probe.file() + " is no path inside a tree");
            }
            try {
                Pattern.compile(probe.match());
            } catch (PatternSyntaxException e) {
                throw new InputException(place + ".probes: " + e.getDescription() + ": " + probe.match(), e);
            }
        }
    }
}
