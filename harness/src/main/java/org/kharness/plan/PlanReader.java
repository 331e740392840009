/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.kharness.failure.InputException;
import org.kharness.topology.Topology;

/**
 * Reads plans from YAML, strictly: an unknown key, a wrong type or a name used twice is the user's error, with its place.
 */
public final class PlanReader {
    private final YamlReader yaml = new YamlReader();

    /**
     * Reads a plan file.
     *
     * @throws InputException with file, line and column where the file is missing or not a plan
     */
    public TestPlan read(Path file) {
        return parse(YamlReader.text(file, "plan"), file.toString());
    }

    /**
     * Everything that is wrong with a plan file, one line each, the first errors of all its scenarios; empty for a good one.
     * Where it is no plan at all, that alone.
     */
    public List<String> problems(Path file) {
        List<String> problems = new ArrayList<>();
        try {
            parse(YamlReader.text(file, "plan"), file.toString(), e -> problems.add(String.valueOf(e.getMessage())));
        } catch (InputException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return problems.stream().distinct().toList();
    }

    /** Reads a plan from text; {@code name} stands for the file in messages. */
    public TestPlan parse(String text, String name) {
        return parse(text, name, e -> {
            throw e;
        });
    }

    /** Reads a plan; what is wrong with a scenario is told, and where that returns, the next one is looked at. */
    private TestPlan parse(String text, String name, Consumer<InputException> wrong) {
        PlanFile file = yaml.parse(text, name, "plan", PlanFile.class);
        if (file.schema() != 1) {
            throw new InputException(name + YamlReader.place(text, List.of("schema")) + ": plan schema " + file.schema()
                    + " is not known; this harness reads 1");
        }
        if (file.scenarios().isEmpty()) {
            throw new InputException(
                    name + YamlReader.place(text, List.of("scenarios")) + ": the plan has no scenarios");
        }
        PlanCheck check = new PlanCheck();
        List<Scenario> scenarios = new ArrayList<>();
        for (int i = 0; i < file.scenarios().size(); i++) {
            try {
                List<Scenario> expanded = expand(file, i, text, name);
                expanded.stream()
                        .map(check::problem)
                        .flatMap(Optional::stream)
                        .findFirst()
                        .ifPresent(refuse(text, name, i));
                scenarios.addAll(expanded);
            } catch (InputException e) {
                wrong.accept(e);
            }
        }
        return new TestPlan(file.name(), file.title(), scenarios);
    }

    private static Consumer<PlanCheck.Problem> refuse(String text, String name, int index) {
        return p -> {
            List<Object> path = new ArrayList<>(List.of("scenarios", index));
            path.addAll(p.path());
            throw new InputException(name + YamlReader.place(text, path) + ": "
                    + YamlReader.printable("scenario " + p.scenario() + ": " + p.message()));
        };
    }

    private List<Scenario> expand(PlanFile file, int index, String text, String name) {
        List<Object> path = List.of("scenarios", index);
        List<Scenario> scenarios = new ArrayList<>();
        ObjectNode bound = file.scenarios().get(index);
        try {
            for (ObjectNode node : Matrix.expand(file.scenarios().get(index))) {
                bound = node;
                resolveTopology(node, file);
                scenarios.add(yaml.bind(node, Scenario.class));
            }
        } catch (JsonProcessingException e) {
            throw new InputException(name + YamlReader.place(e, path, text) + ": " + YamlReader.oneLine(e, bound), e);
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    name + YamlReader.place(text, path) + ": " + YamlReader.printable(String.valueOf(e.getMessage())),
                    e);
        }
        return scenarios;
    }

    /** A topology is named, or written out where it is used; none is "xfs". */
    private void resolveTopology(ObjectNode scenario, PlanFile file) {
        JsonNode written = scenario.get("topology");
        if (written != null && !written.isTextual()) {
            return;
        }
        String wanted = written == null ? "xfs" : written.textValue();
        Topology found = file.topologies().getOrDefault(wanted, Topology.BUILT_IN.get(wanted));
        if (found == null) {
            TreeSet<String> known = new TreeSet<>(file.topologies().keySet());
            known.addAll(Topology.BUILT_IN.keySet());
            throw new IllegalArgumentException(
                    "topology \"" + wanted + "\" is not known; there are " + String.join(", ", known));
        }
        scenario.set("topology", yaml.tree(found));
    }
}
