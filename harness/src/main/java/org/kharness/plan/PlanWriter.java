/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;

/** Writes a scenario as a plan would hold it. */
public final class PlanWriter {
    private PlanWriter() {}

    /** The scenario as YAML. */
    public static String yaml(Scenario scenario) throws JsonProcessingException {
        ObjectMapper mapper = JsonMapper.builder(new YAMLFactory()
                        .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                        .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES))
                .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                .annotationIntrospector(new SealedKinds())
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS))
                .build();
        return mapper.writeValueAsString(scenario);
    }
}
