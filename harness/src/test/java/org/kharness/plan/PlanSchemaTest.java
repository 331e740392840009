/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The schemas under test-plans/ say what the reader reads: the plans fit them, and no key is in one alone. */
class PlanSchemaTest {
    private static final Path PLANS = Path.of("..", "test-plans");

    @ParameterizedTest
    @CsvSource({"plan,smoke", "plan,fsdax-rmap", "plan,hardware", "plan,fault-injection", "known-issues,known-issues"})
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
    void followsFromTheRecords() throws IOException {
        Path file = PLANS.resolve("plan.schema.json");
        if (Boolean.getBoolean("kharness.regenerate")) {
            Files.writeString(file, PlanSchema.text());
        }
        assertThat(file)
                .as("made anew with: mvn test -Dtest=PlanSchemaTest -Dkharness.regenerate=true")
                .hasContent(PlanSchema.text());
    }

    @Test
    void describesEveryKey() throws IOException {
        List<String> silent = new ArrayList<>();
        schema("plan")
                .get("$defs")
                .properties()
                .forEach(d -> d.getValue().path("properties").properties().forEach(p -> {
                    boolean kind = List.of("Step", "Expectation").contains(d.getKey());
                    if (!p.getValue().has("description") && !kind) {
                        silent.add(d.getKey() + "." + p.getKey());
                    }
                }));
        assertThat(silent).isEmpty();
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
