/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.expect;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kharness.console.KernelReport;
import org.kharness.value.KernelRange;

/** A kernel complaint that belongs to the scenario and must appear; its title contains this text. */
@JsonTypeName("complaint")
@JsonClassDescription("A kernel complaint that must appear.")
public record Complaint(
        @JsonPropertyDescription("A part of its title.") @JsonProperty(required = true)
        String title,

        @JsonPropertyDescription("The kernels for which it holds; all if not given.") @Nullable
        KernelRange when)
        implements Expectation {
    @Override
    public void check(ScenarioEvidence evidence) {
        String what = "kernel complaint \"" + title + "\"";
        List<KernelReport> named = evidence.complaints().stream()
                .filter(r -> r.title().contains(title))
                .toList();
        if (named.isEmpty()) {
            evidence.findings().fails(what, "there is none", List.of());
            return;
        }
        named.forEach(evidence.complaints()::remove);
        evidence.findings().holds(what, List.of(named.get(0).firstLine()));
    }
}
