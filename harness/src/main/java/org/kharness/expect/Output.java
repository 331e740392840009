/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.expect;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kharness.evidence.Ktap;
import org.kharness.evidence.ScenarioLog;
import org.kharness.value.KernelRange;

/** A line of what the step of that name printed contains this text. */
@JsonTypeName("output")
@JsonClassDescription("A line that the named step printed contains this text.")
public record Output(
        @JsonPropertyDescription("The step's name.") @JsonProperty(required = true)
        String step,

        @JsonPropertyDescription("The text.") @JsonProperty(required = true)
        String text,

        @JsonPropertyDescription("The kernels for which it holds; all if not given.") @Nullable
        KernelRange when)
        implements Expectation {
    @Override
    public Optional<String> about() {
        return Optional.of(step);
    }

    @Override
    public void check(ScenarioEvidence evidence) {
        String what = "step " + step + " prints \"" + text + "\"";
        Ktap.output(evidence.part(), evidence.stepId(step)).stream()
                .filter(o -> ScenarioLog.text(o, "text").contains(text))
                .findFirst()
                .ifPresentOrElse(
                        o -> evidence.findings().holds(what, List.of(o.line())),
                        () -> evidence.findings().fails(what, "it does not", List.of()));
    }
}
