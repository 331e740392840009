/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Expands a scenario over its matrix: every combination of values, each {@code ${name}} in the scenario replaced. A text
 * that is nothing but a variable becomes the value itself, number or text. A value may be a map, for what changes together:
 * {@code ${name.key}} is one of its values, and {@code ${name}} its {@code id}. The scenario's id gets the values, joined by
 * dots; a key of the scenario that is also a variable needs no mention: {@code via} alone is enough.
 */
final class Matrix {
    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\{([A-Za-z][A-Za-z0-9-]*)(?:\\.([A-Za-z][A-Za-z0-9-]*))?}");
    private static final int EXPANSIONS_MAX = 1000;
    private static final Set<String> IMPLIED = Set.of("via", "topology");

    private Matrix() {}

    /** The scenarios that this one stands for. */
    static List<ObjectNode> expand(ObjectNode scenario) {
        JsonNode matrix = scenario.get("matrix");
        ObjectNode plain = scenario.deepCopy();
        plain.remove("matrix");
        List<Map<String, JsonNode>> choices = matrix == null ? List.of(Map.of()) : combinations(matrix);
        List<ObjectNode> expanded = new ArrayList<>();
        for (Map<String, JsonNode> choice : choices) {
            expanded.add(one(plain, choice));
        }
        return expanded;
    }

    private static List<Map<String, JsonNode>> combinations(JsonNode matrix) {
        if (!matrix.isObject() || matrix.isEmpty()) {
            throw new IllegalArgumentException("matrix: a map from names to lists of values is wanted");
        }
        List<Map<String, JsonNode>> choices = List.of(Map.of());
        for (var variable : matrix.properties()) {
            if (!variable.getValue().isArray() || variable.getValue().isEmpty()) {
                throw new IllegalArgumentException("matrix: " + variable.getKey() + " needs a list of values");
            }
            List<Map<String, JsonNode>> next = new ArrayList<>();
            for (Map<String, JsonNode> choice : choices) {
                for (JsonNode value : variable.getValue()) {
                    checkValue(variable.getKey(), value);
                    Map<String, JsonNode> more = new LinkedHashMap<>(choice);
                    more.put(variable.getKey(), value);
                    next.add(more);
                }
            }
            choices = next;
            if (choices.size() > EXPANSIONS_MAX) {
                throw new IllegalArgumentException("matrix: more than " + EXPANSIONS_MAX + " scenarios");
            }
        }
        return choices;
    }

    private static void checkValue(String name, JsonNode value) {
        boolean map = value.isObject() && value.path("id").isTextual();
        if (!value.isValueNode() && !map) {
            throw new IllegalArgumentException("matrix: " + name + ": values are texts, numbers or maps with an id");
        }
        for (JsonNode part : value) {
            if (!part.isValueNode()) {
                throw new IllegalArgumentException("matrix: " + name + ": a map's values are texts or numbers");
            }
        }
    }

    private static ObjectNode one(ObjectNode plain, Map<String, JsonNode> choice) {
        Set<String> used = new TreeSet<>();
        ObjectNode scenario = (ObjectNode) replace(plain, choice, used);
        StringBuilder id = new StringBuilder(scenario.path("id").asText());
        for (Map.Entry<String, JsonNode> e : choice.entrySet()) {
            JsonNode value = plainValue(e.getValue());
            id.append('.').append(value.asText().replaceAll("[^A-Za-z0-9-]+", "-"));
            if (IMPLIED.contains(e.getKey()) && !scenario.has(e.getKey())) {
                scenario.set(e.getKey(), value);
                used.add(e.getKey());
            }
            if (!used.contains(e.getKey())) {
                throw new IllegalArgumentException("matrix: nothing in the scenario uses ${" + e.getKey() + "}");
            }
        }
        if (!choice.isEmpty()) {
            scenario.put("id", id.toString());
        }
        return scenario;
    }

    private static JsonNode plainValue(JsonNode value) {
        return value.isObject() ? value.path("id") : value;
    }

    private static @Nullable JsonNode find(Map<String, JsonNode> choice, String name, @Nullable String key) {
        JsonNode value = choice.get(name);
        if (value == null) {
            return null;
        }
        return key == null ? plainValue(value) : value.get(key);
    }

    private static JsonNode replace(JsonNode node, Map<String, JsonNode> choice, Set<String> used) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties().forEach(e -> copy.set(e.getKey(), replace(e.getValue(), choice, used)));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            array.forEach(e -> copy.add(replace(e, choice, used)));
            return copy;
        }
        return node.isTextual() ? text(node.textValue(), choice, used) : node;
    }

    private static JsonNode text(String text, Map<String, JsonNode> choice, Set<String> used) {
        Matcher m = VARIABLE.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (m.find()) {
            JsonNode value = find(choice, m.group(1), m.group(2));
            if (value == null) {
                throw new IllegalArgumentException(m.group() + " is not in the scenario's matrix");
            }
            used.add(m.group(1));
            if (m.group().length() == text.length()) {
                return value;
            }
            m.appendReplacement(filled, Matcher.quoteReplacement(value.asText()));
        }
        return TextNode.valueOf(m.appendTail(filled).toString());
    }
}
