/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.plan;

import org.kharness.failure.InputException;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * What a YAML file may be at most, so that none costs more than a moment: how deep it is nested, and how many values it has once
 * its aliases are followed, which may double with every line. Keys are words.
 */
final class YamlBounds {
    private static final int DEPTH = 40;
    private static final int VALUES = 100_000;

    private final String name;
    private int values;

    private YamlBounds(String name) {
        this.name = name;
    }

    /**
     * Looks at a whole document.
     *
     * @param name the file's, for messages
     * @throws InputException with the place where a bound is passed
     */
    static void check(Node document, String name) {
        new YamlBounds(name).walk(document, 0, document.getStartMark());
    }

    private void walk(Node node, int depth, Mark place) {
        values++;
        if (values > VALUES) {
            throw refused(place, "more than " + VALUES + " values, aliases followed");
        }
        if (depth > DEPTH) {
            throw refused(place, "nested deeper than " + DEPTH + ", or in itself");
        }
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(each -> walk(each, depth + 1, each.getStartMark()));
        } else if (node instanceof MappingNode map) {
            for (NodeTuple entry : map.getValue()) {
                Mark key = entry.getKeyNode().getStartMark();
                if (!(entry.getKeyNode() instanceof ScalarNode word)
                        || word.getTag().equals(Tag.NULL)) {
                    throw refused(key, "a key must be a word");
                }
                walk(entry.getValueNode(), depth + 1, key);
            }
        }
    }

    private InputException refused(Mark place, String why) {
        return new InputException(name + YamlReader.written(place) + ": " + why);
    }
}
