/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.expect;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kharness.console.ConsoleLine;
import org.kharness.value.KernelRange;

/** No kernel line may contain this text. */
@JsonTypeName("not-on-console")
@JsonClassDescription("No kernel line contains this text.")
public record NotOnConsole(
        @JsonPropertyDescription("The text.") @JsonProperty(required = true)
        String text,

        @JsonPropertyDescription("The kernels for which it holds; all if not given.") @Nullable
        KernelRange when)
        implements Expectation {
    @Override
    public void check(ScenarioEvidence evidence) {
        String what = "kernel does not say \"" + text + "\"";
        String unwanted = evidence.filled(text);
        for (ConsoleLine line : evidence.part().kernelLines()) {
            if (line.text().contains(unwanted)) {
                evidence.findings().fails(what, "it does", List.of(line.number()));
                return;
            }
        }
        evidence.findings().holds(what, List.of());
    }
}
