/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.plan;

import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Finds where in a YAML text the key at the end of a path stands. */
final class YamlPlaces {
    private YamlPlaces() {}

    /**
     * The place, counted from 0, of the last key or list entry on a path that is there; empty where none is.
     *
     * @param path keys (String) and list indices (Integer)
     */
    static Optional<Mark> of(String text, List<Object> path) {
        try {
            Node node = new Yaml(new LoaderOptions()).compose(new StringReader(text));
            Mark mark = null;
            for (Object step : path) {
                if (step instanceof Integer index) {
                    if (!(node instanceof SequenceNode list)
                            || index >= list.getValue().size()) {
                        return Optional.ofNullable(mark);
                    }
                    node = list.getValue().get(index);
                    mark = node.getStartMark();
                    continue;
                }
                NodeTuple entry = entry(node, String.valueOf(step));
                if (entry == null) {
                    return Optional.ofNullable(mark);
                }
                node = entry.getValueNode();
                mark = entry.getKeyNode().getStartMark();
            }
            return Optional.ofNullable(mark);
        } catch (YAMLException e) {
            return Optional.empty();
        }
    }

    /** The entry with this key; one that wraps a typed object, such as "touch: {...}", is looked into. */
    private static @Nullable NodeTuple entry(Node node, String key) {
        if (!(node instanceof MappingNode map)) {
            return null;
        }
        for (NodeTuple entry : map.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key)) {
                return entry;
            }
        }
        return map.getValue().size() == 1 ? entry(map.getValue().get(0).getValueNode(), key) : null;
    }
}
