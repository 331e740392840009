/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.plan;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kharness.poison.PoisonMethods;
import org.kharness.topology.Topology;
import org.kharness.value.Bytes;
import org.kharness.value.KernelRange;
import org.kharness.value.Words;

/**
 * Makes the JSON schema of plans from the records that the reader reads. What the records do not know is added here: a matrix
 * variable may stand where a number, a word or a size does, and the keys that the reader takes before it makes a scenario.
 */
final class PlanSchema {
    private static final Set<Class<?>> NUMBERS = Set.of(int.class, Integer.class, long.class, Long.class);

    private final ObjectMapper mapper = new ObjectMapper();

    /** A matrix variable. */
    private static final class Variable {}

    /** The schema as it stands in test-plans/plan.schema.json. */
    static String text() throws JsonProcessingException {
        return new PlanSchema().generated().toPrettyString() + "\n";
    }

    private ObjectNode generated() throws JsonProcessingException {
        SchemaGeneratorConfigBuilder builder = new SchemaGeneratorConfigBuilder(
                        mapper, SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(new JacksonModule(
                        JacksonOption.RESPECT_JSONPROPERTY_REQUIRED,
                        JacksonOption.SKIP_SUBTYPE_LOOKUP,
                        JacksonOption.IGNORE_TYPE_INFO_TRANSFORM))
                .with(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT, Option.DEFINITIONS_FOR_ALL_OBJECTS)
                .with(Option.DEFINITION_FOR_MAIN_SCHEMA);
        builder.forFields()
                .withPropertyNameOverrideResolver(f -> KebabCaseStrategy.INSTANCE.translate(f.getDeclaredName()));
        builder.forTypesInGeneral()
                .withCustomDefinitionProvider(this::definition)
                .withTypeAttributeOverride((node, scope, context) -> {
                    if (scope.getType().getErasedType() == Scenario.class) {
                        scenario(node);
                    }
                });
        ObjectNode scenario = new SchemaGenerator(builder.build()).generateSchema(Scenario.class);
        return plan((ObjectNode) scenario.get("$defs"));
    }

    private ObjectNode plan(ObjectNode definitions) throws JsonProcessingException {
        ObjectNode plan = (ObjectNode) mapper.readTree("""
                {"$schema": "https://json-schema.org/draft/2020-12/schema",
                 "$comment": "SPDX-License-Identifier: Apache-2.0 (made from the records of org.kharness: see docs/contributing.md)",
                 "title": "A kharness test plan", "type": "object", "additionalProperties": false,
                 "required": ["schema", "name", "title", "scenarios"],
                 "properties": {
                  "schema": {"const": 1},
                  "name": {"type": "string", "description": "Short name, as the report shows it."},
                  "title": {"type": "string", "description": "One line."},
                  "topologies": {"type": "object", "description": "The plan's own topologies by name.",
                   "additionalProperties": {"$ref": "#/$defs/Topology"}},
                  "scenarios": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Scenario"}}}}
                """);
        plan.set("$defs", definitions);
        return plan;
    }

    /** The matrix is gone once a scenario is made; topology and via have words of their own, and defaults. */
    private void scenario(ObjectNode node) {
        ObjectNode properties = (ObjectNode) node.get("properties");
        properties.set("matrix", json("""
                {"description": "Variables and their values: the scenario is run for every combination, each ${name} replaced. \
                via and topology need no mention. A value may be a map with an id; ${name.key} is one of its values.",
                 "type": "object", "minProperties": 1, "additionalProperties": {"type": "array", "minItems": 1, "items":
                 {"anyOf": [{"type": ["string", "integer"]},
                  {"type": "object", "required": ["id"], "properties": {"id": {"type": "string",
                   "description": "What the scenario's id gets, and ${name} stands for."}},
                   "additionalProperties": {"type": ["string", "integer"]}}]}}}
                """));
        ObjectNode topology = mapper.createObjectNode()
                .put(
                        "description",
                        "A topology's name (" + String.join(", ", new java.util.TreeSet<>(Topology.BUILT_IN.keySet()))
                                + " or one of this plan), or one written out; xfs if not given.");
        topology.putArray("anyOf").add(json("{\"type\": \"string\"}")).add(json("{\"$ref\": \"#/$defs/Topology\"}"));
        properties.set("topology", topology);
        ObjectNode via = mapper.createObjectNode().put("description", "How memory is poisoned.");
        ObjectNode ways = mapper.createObjectNode();
        PoisonMethods.all().forEach(m -> ways.withArray("enum").add(m.id()));
        via.putArray("anyOf").add(ways).add(json("{\"$ref\": \"#/$defs/Variable\"}"));
        properties.set("via", via);
        node.set("required", json("[\"id\", \"title\", \"steps\", \"expect\"]"));
        ((ObjectNode) properties.get("id")).put("pattern", "^[A-Za-z0-9][A-Za-z0-9-]*$");
    }

    private @Nullable CustomDefinition definition(ResolvedType type, SchemaGenerationContext context) {
        Class<?> erased = type.getErasedType();
        if (erased == Variable.class) {
            return new CustomDefinition(
                    (ObjectNode) json("""
                            {"description": "A matrix variable.", "type": "string",
                             "pattern": "^\\\\$\\\\{[A-Za-z][A-Za-z0-9-]*(\\\\.[A-Za-z][A-Za-z0-9-]*)?}$"}
                            """),
                    CustomDefinition.DefinitionType.ALWAYS_REF,
                    CustomDefinition.AttributeInclusion.NO);
        }
        if (erased == Bytes.class) {
            ObjectNode bytes = mapper.createObjectNode()
                    .put("description", "A number of bytes: 4096, 0x1000, 4K or 2M; or a matrix variable.");
            bytes.putArray("anyOf")
                    .add(json("{\"type\": \"integer\", \"minimum\": 0}"))
                    .add(json("{\"type\": \"string\", \"pattern\": \"^(0x[0-9a-fA-F]{1,15}|[0-9]{1,15})[KMG]?$\"}"))
                    .add(variable(context));
            return new CustomDefinition(
                    bytes, CustomDefinition.DefinitionType.ALWAYS_REF, CustomDefinition.AttributeInclusion.NO);
        }
        if (erased == KernelRange.class) {
            return new CustomDefinition(
                    (ObjectNode) json("""
                            {"description": "Such as \\">= 6.1, < 6.8\\".", "type": "string",
                             "pattern": "^\\\\s*(kernel\\\\s*)?(>=|<=|<|>|==)\\\\s*[0-9]"}
                            """),
                    CustomDefinition.DefinitionType.ALWAYS_REF,
                    CustomDefinition.AttributeInclusion.NO);
        }
        if (NUMBERS.contains(erased)) {
            return orVariable(mapper.createObjectNode().put("type", "integer"), context);
        }
        if (erased.isEnum()) {
            ObjectNode words = mapper.createObjectNode();
            for (Object word : erased.getEnumConstants()) {
                words.withArray("enum").add(mapper.valueToTree(word));
            }
            return orVariable(words, context);
        }
        return erased.isSealed() ? kinds(erased, context) : null;
    }

    private CustomDefinition orVariable(ObjectNode plain, SchemaGenerationContext context) {
        ObjectNode either = mapper.createObjectNode();
        either.putArray("anyOf").add(plain).add(variable(context));
        return new CustomDefinition(
                either, CustomDefinition.DefinitionType.INLINE, CustomDefinition.AttributeInclusion.YES);
    }

    private static ObjectNode variable(SchemaGenerationContext context) {
        return context.createDefinitionReference(context.getTypeContext().resolve(Variable.class));
    }

    /** One of the kinds of step or expectation, by the word that it begins with. */
    private CustomDefinition kinds(Class<?> sealed, SchemaGenerationContext context) {
        ObjectNode one = (ObjectNode) json(
                "{\"type\": \"object\", \"minProperties\": 1, \"maxProperties\": 1, \"additionalProperties\": false}");
        ObjectNode properties = one.putObject("properties");
        for (Class<?> kind : List.of(sealed.getPermittedSubclasses())) {
            ObjectNode reference =
                    context.createDefinitionReference(context.getTypeContext().resolve(kind));
            JsonClassDescription description = kind.getAnnotation(JsonClassDescription.class);
            if (description != null) {
                reference.put("description", description.value());
            }
            properties.set(Words.kind(kind), reference);
        }
        return new CustomDefinition(
                one, CustomDefinition.DefinitionType.ALWAYS_REF, CustomDefinition.AttributeInclusion.NO);
    }

    private com.fasterxml.jackson.databind.JsonNode json(String text) {
        try {
            return mapper.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
