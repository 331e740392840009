/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kharness.poison.PoisonMethods;
import org.yaml.snakeyaml.Yaml;

/** The schemas under test-plans/ say what the reader reads: the plans fit them, and no key is in one alone. */
class PlanSchemaTest {
    private static final Path PLANS = Path.of("..", "test-plans");

    @ParameterizedTest
    @CsvSource({"plan,smoke", "plan,fsdax-rmap", "known-issues,known-issues"})
    void fits(String schema, String file) throws IOException {
        String text = YamlReader.text(PLANS.resolve(file + ".yaml"), "plan");
        assertThat(problems(schema, text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lsb: twelve", "lbs: 12", "code: action-needed", "at: 4Q", "when: since 6.1"})
    void refuses(String wrong) throws IOException {
        String text =
                "schema: 1\nname: p\ntitle: t\nscenarios: [{id: a, title: a, via: madvise, steps: [{process: {name: A}}],"
                        + " expect: [{signal: {process: A, " + wrong + "}}]}]\n";
        assertThat(problems("plan", text)).isNotEmpty();
    }

    @Test
    void knowsEveryStepAndExpectation() throws IOException {
        JsonNode scenario = schema("plan").at("/$defs/scenario/properties");
        compare(Step.class, scenario.at("/steps/items/properties"));
        compare(Expectation.class, scenario.at("/expect/items/properties"));
        assertThat(names(scenario)).containsAll(keys(Scenario.class)).contains("matrix");
        assertThat(names(schema("plan").at("/$defs/topology/properties")))
                .containsExactlyInAnyOrderElementsOf(keys(Topology.class));
        List<String> ways = new ArrayList<>();
        scenario.at("/via/anyOf/0/enum").forEach(w -> ways.add(w.asText()));
        assertThat(ways)
                .containsExactlyInAnyOrderElementsOf(
                        PoisonMethods.all().stream().map(m -> m.id()).toList());
    }

    private static void compare(Class<?> type, JsonNode properties) {
        JsonSubTypes types = Objects.requireNonNull(type.getAnnotation(JsonSubTypes.class));
        assertThat(names(properties))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(types.value())
                        .map(JsonSubTypes.Type::name)
                        .toList());
        for (JsonSubTypes.Type t : types.value()) {
            JsonNode described = properties.path(t.name());
            assertThat(names(described.path("properties")))
                    .as(t.name())
                    .containsExactlyInAnyOrderElementsOf(keys(t.value()));
            List<String> required = new ArrayList<>();
            described.path("required").forEach(r -> required.add(r.asText()));
            assertThat(required).as(t.name()).containsExactlyInAnyOrderElementsOf(required(t.value()));
        }
    }

    private static List<String> keys(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(c -> KebabCaseStrategy.INSTANCE.translate(c.getName()))
                .toList();
    }

    private static List<String> required(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .filter(PlanSchemaTest::isRequired)
                .map(c -> KebabCaseStrategy.INSTANCE.translate(c.getName()))
                .toList();
    }

    private static boolean isRequired(RecordComponent component) {
        JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
        return property != null && property.required();
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode schema(String name) throws IOException {
        return new ObjectMapper().readTree(PLANS.resolve(name + ".schema.json").toFile());
    }

    private static List<?> problems(String name, String yaml) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema(name).toString(), InputFormat.JSON);
        String json = new ObjectMapper().writeValueAsString(new Yaml().load(yaml));
        return schema.validate(json, InputFormat.JSON);
    }
}
