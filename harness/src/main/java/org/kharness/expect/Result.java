/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.expect;

import static org.kharness.evidence.ScenarioLog.text;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kharness.console.GuestEvent;
import org.kharness.value.KernelRange;

/** How the step of that name ends. {@code value} is the byte read, or a command's exit status. */
@JsonTypeName("result")
@JsonClassDescription("How the named step ends.")
public record Result(
        @JsonPropertyDescription("The step's name.") @JsonProperty(required = true)
        String step,

        @JsonPropertyDescription("Such as EIO; \"0\" for success.") @Nullable
        String errno,

        @JsonPropertyDescription("The byte read, or a command's exit status.") @Nullable
        Long value,

        @JsonPropertyDescription("The kernels for which it holds; all if not given.") @Nullable
        KernelRange when)
        implements Expectation {
    @Override
    public Optional<String> about() {
        return Optional.of(step);
    }

    @Override
    public void check(ScenarioEvidence evidence) {
        String id = evidence.stepId(step);
        String what =
                "step " + step + (errno == null ? "" : " answers " + errno) + (value == null ? "" : " gives " + value);
        Optional<GuestEvent> done = evidence.part().events("done").stream()
                .filter(d -> text(d, "step").equals(id))
                .findFirst();
        if (done.isEmpty()) {
            evidence.findings().fails(what, "the step left no answer", List.of());
            return;
        }
        GuestEvent d = done.get();
        long got = evidence.step(step).value(d);
        boolean ok = (errno == null || text(d, "errno").equals(errno)) && (value == null || got == value);
        evidence.judge(ok, what, "answered " + text(d, "errno").toUpperCase(Locale.ROOT) + ", value " + got, d);
    }
}
