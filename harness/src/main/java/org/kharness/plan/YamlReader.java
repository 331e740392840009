/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.plan;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.InputException;
import org.kharness.value.Similar;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/** Reads the user's YAML files into records, strictly; whatever is wrong is reported with file, line and column. */
public final class YamlReader {
    private static final Pattern MISSING = Pattern.compile("Missing required creator property '([^']+)'");

    /** Of what concerns the file as a whole, or is not in it. */
    private static final String START = ":1:1";

    private static final long MOST_BYTES = 1L << 20;

    private final ObjectMapper mapper = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .annotationIntrospector(new SealedKinds())
            .build();

    /**
     * Reads a file.
     *
     * @param what it is to be, such as "plan", for messages
     * @throws InputException with file, line and column where the file is missing or malformed
     */
    public <T> T read(Path file, String what, Class<T> type) {
        return parse(text(file, what), file.toString(), what, type);
    }

    static String text(Path file, String what) {
        try {
            long bytes = Files.size(file);
            if (bytes > MOST_BYTES) {
                throw new InputException(
                        file + ":1:1: the " + what + " has " + bytes + " bytes, more than " + MOST_BYTES);
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new InputException(file + ":1:1: the " + what + " is no UTF-8 text", e);
        } catch (IOException e) {
            throw new InputException("cannot read the " + what + " " + file + ": no such readable file", e);
        }
    }

    <T> T parse(String text, String name, String what, Class<T> type) {
        try {
            Node document = new Yaml(options()).compose(new StringReader(text));
            if (document == null || document.getTag().equals(Tag.NULL)) {
                throw new InputException(name + ":1:1: the " + what + " is empty");
            }
            YamlBounds.check(document, name);
            Object raw = new Yaml(new SafeConstructor(options())).load(text);
            JsonNode tree = mapper.valueToTree(raw);
            return bound(tree, name, text, type);
        } catch (MarkedYAMLException e) {
            String where = e.getProblemMark() == null ? START : written(e.getProblemMark());
            throw new InputException(name + where + ": " + line(e.getProblem()), e);
        } catch (ReaderException e) {
            throw new InputException(
                    name + placeOf(e.getPosition(), text) + ": a character that no YAML file may have", e);
        } catch (YAMLException | IllegalArgumentException e) {
            throw new InputException(name + START + ": " + line(e.getMessage()), e);
        }
    }

    private <T> T bound(JsonNode tree, String name, String text, Class<T> type) {
        try {
            return mapper.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new InputException(name + place(e, List.of(), text) + ": " + oneLine(e, tree), e);
        }
    }

    private static String line(@Nullable String message) {
        return printable(String.valueOf(message).lines().findFirst().orElse("malformed"));
    }

    /** For a message of one line: what a file says is quoted, and may hold what ends a line. */
    static String printable(String message) {
        return message.replaceAll("\\p{Cntrl}", "?");
    }

    /** Of a character, counted in code points from 0. */
    private static String placeOf(int position, String text) {
        int most = text.codePointCount(0, text.length());
        String before = text.substring(0, text.offsetByCodePoints(0, Math.min(position, most)));
        return ":" + (before.chars().filter(c -> c == '\n').count() + 1) + ":"
                + (before.length() - before.lastIndexOf('\n'));
    }

    /** Jackson's own YAML parser does not follow aliases; SnakeYAML's does, up to a limit that its defaults set. */
    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return options;
    }

    <T> T bind(JsonNode node, Class<T> type) throws JsonProcessingException {
        return mapper.treeToValue(node, type);
    }

    JsonNode tree(Object value) {
        return mapper.valueToTree(value);
    }

    static String place(String text, List<Object> path) {
        return YamlPlaces.of(text, path).map(YamlReader::written).orElse(START);
    }

    static String written(Mark mark) {
        return ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    }

    /** Where an error is: Jackson's path leads to the key; a text that is no YAML at all has a location only. */
    static String place(JsonProcessingException e, List<Object> start, String text) {
        List<Object> path = new ArrayList<>(start);
        if (e instanceof JsonMappingException mapping) {
            for (JsonMappingException.Reference r : mapping.getPath()) {
                path.add(r.getFieldName() == null ? (Object) r.getIndex() : r.getFieldName());
            }
        }
        if (!path.isEmpty()) {
            Optional<Mark> mark = YamlPlaces.of(text, path);
            if (mark.isPresent()) {
                return written(mark.get());
            }
        }
        JsonLocation at = e.getLocation();
        return at == null || at.getLineNr() < 0 ? START : ":" + at.getLineNr() + ":" + at.getColumnNr();
    }

    /**
     * What is wrong, on one line.
     *
     * @param node what was read: where a key is missing that another one resembles, that one is meant
     */
    static String oneLine(JsonProcessingException e, JsonNode node) {
        Matcher missing = MISSING.matcher(e.getOriginalMessage());
        if (!missing.lookingAt() || !(e instanceof JsonMappingException mapping)) {
            return oneLine(e);
        }
        JsonNode at = node;
        for (JsonMappingException.Reference r : mapping.getPath()) {
            JsonNode next = r.getFieldName() == null ? at.path(r.getIndex()) : at.path(r.getFieldName());
            at = next.isContainerNode() ? next : at;
        }
        String key = missing.group(1);
        List<String> written = new ArrayList<>();
        at.fieldNames().forEachRemaining(written::add);
        return Similar.of(key, written)
                        .map(w -> "unknown key \"" + w + "\": did you mean \"" + key + "\"?")
                        .orElse("the key \"" + key + "\" is missing")
                + path(mapping);
    }

    private static String oneLine(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return unknownKey(unknown);
        }
        if (e instanceof InvalidNullException empty) {
            return "the key \"" + empty.getPropertyName().getSimpleName() + "\" has no value" + path(empty);
        }
        String message = line(e.getOriginalMessage());
        String path = e instanceof JsonMappingException m ? path(m) : "";
        return message.replaceAll("\\(class [^)]*\\)", "")
                        .replaceAll("`?org\\.kharness\\.[a-z.]+\\.([A-Za-z$]+)`?", "$1")
                + path;
    }

    private static String unknownKey(UnrecognizedPropertyException e) {
        TreeSet<String> known = new TreeSet<>();
        e.getKnownPropertyIds().forEach(id -> known.add(String.valueOf(id)));
        String meant = Similar.of(e.getPropertyName(), known)
                .map(k -> "did you mean \"" + k + "\"?")
                .orElse("known here: " + String.join(", ", known));
        return "unknown key \"" + e.getPropertyName() + "\": " + meant + path(e);
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference r : e.getPath()) {
            if (r.getFieldName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(r.getFieldName());
            } else {
                path.append('[').append(r.getIndex()).append(']');
            }
        }
        return path.isEmpty() ? "" : " (at " + path + ")";
    }
}
