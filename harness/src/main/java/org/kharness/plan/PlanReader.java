/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.plan;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.kharness.failure.InputException;
import org.kharness.poison.PoisonMethods;
import org.yaml.snakeyaml.error.Mark;

/** Reads plans from YAML, strictly: an unknown key, a wrong type or a name used twice is the user's error, with its place. */
public final class PlanReader {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*");

    private final ObjectMapper mapper = JsonMapper.builder(new YAMLFactory())
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    /**
     * Reads a plan file.
     *
     * @throws InputException with file, line and column where the file is missing or not a plan
     */
    public TestPlan read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new InputException("cannot read the plan " + file + ": no such readable file", e);
        }
        return parse(text, file.toString());
    }

    /** Reads a plan from text; {@code name} stands for the file in messages. */
    public TestPlan parse(String text, String name) {
        try {
            TestPlan plan = mapper.readValue(text, TestPlan.class);
            if (plan == null) {
                throw new InputException(name + ": the plan is empty");
            }
            check(plan, name);
            return plan;
        } catch (JsonProcessingException e) {
            throw new InputException(name + place(e, text) + ": " + oneLine(e), e);
        }
    }

    /** Jackson reports an unknown key at the end of its object; its path leads to the key itself. */
    private static String place(JsonProcessingException e, String text) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            Optional<Mark> key = YamlPlaces.of(text, unknown.getPath());
            if (key.isPresent()) {
                return ":" + (key.get().getLine() + 1) + ":" + (key.get().getColumn() + 1);
            }
        }
        JsonLocation at = e.getLocation();
        return at == null || at.getLineNr() < 0 ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
    }

    private static String oneLine(JsonProcessingException e) {
        String message = e.getOriginalMessage().lines().findFirst().orElse("malformed");
        String path = e instanceof JsonMappingException m ? path(m) : "";
        return message.replaceAll("\\(class [^)]*\\)", "").replaceAll("`?org\\.kharness\\.plan\\.([A-Za-z$]+)`?", "$1")
                + path;
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

    private static void check(TestPlan plan, String name) {
        if (plan.schema() != 1) {
            throw new InputException(name + ": plan schema " + plan.schema() + " is not known; this harness reads 1");
        }
        if (plan.scenarios().isEmpty()) {
            throw new InputException(name + ": the plan has no scenarios");
        }
        Set<String> ids = new HashSet<>();
        for (Scenario s : plan.scenarios()) {
            if (!ID.matcher(s.id()).matches()) {
                throw new InputException(name + ": scenario id \"" + s.id() + "\": letters, digits and dashes only");
            }
            if (!ids.add(s.id())) {
                throw new InputException(name + ": two scenarios have the id " + s.id());
            }
            checkScenario(s, name);
        }
    }

    private static void checkScenario(Scenario s, String name) {
        String where = name + ": scenario " + s.id() + ": ";
        if (PoisonMethods.named(s.via()).isEmpty()) {
            throw new InputException(where + "via: \"" + s.via() + "\" is no way to poison; there are "
                    + String.join(
                            ", ", PoisonMethods.all().stream().map(m -> m.id()).toList()));
        }
        if (s.steps().isEmpty() || s.expect().isEmpty()) {
            throw new InputException(where + "a scenario needs steps and something to expect");
        }
        Set<String> processes = new HashSet<>();
        Set<String> labels = new HashSet<>();
        for (Step step : s.steps()) {
            if (step instanceof Step.Actor p && !processes.add(p.name())) {
                throw new InputException(where + "two processes have the name " + p.name());
            }
            String user = userOf(step);
            if (user != null && !processes.contains(user)) {
                throw new InputException(where + "no process is named " + user + " before this step");
            }
            step.label().ifPresent(labels::add);
        }
        for (Expectation e : s.expect()) {
            String user = subjectOf(e);
            if (user != null && !processes.contains(user)) {
                throw new InputException(where + "an expectation speaks of process " + user + ", which no step starts");
            }
            if (e instanceof Expectation.Result r && !labels.contains(r.step())) {
                throw new InputException(
                        where + "an expectation speaks of step " + r.step() + ", which no step is named");
            }
        }
    }

    private static @org.jspecify.annotations.Nullable String userOf(Step step) {
        if (step instanceof Step.Map s) {
            return s.process();
        } else if (step instanceof Step.Unmap s) {
            return s.process();
        } else if (step instanceof Step.Touch s) {
            return s.process();
        } else if (step instanceof Step.Transfer s) {
            return s.process();
        } else if (step instanceof Step.Poison s) {
            return s.process();
        }
        return null;
    }

    private static @org.jspecify.annotations.Nullable String subjectOf(Expectation e) {
        if (e instanceof Expectation.Signal s) {
            return s.process();
        } else if (e instanceof Expectation.NoSignal s) {
            return s.process();
        } else if (e instanceof Expectation.Killed s) {
            return s.process();
        }
        return null;
    }
}
