/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.expect;

import static org.kharness.evidence.ScenarioLog.number;
import static org.kharness.evidence.ScenarioLog.text;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kharness.console.GuestEvent;
import org.kharness.value.KernelRange;

/** A process dies of a signal, by number. */
@JsonTypeName("killed")
@JsonClassDescription("A process dies of a signal.")
public record Killed(
        @JsonPropertyDescription("Who.") @JsonProperty(required = true)
        String process,

        @JsonPropertyDescription("The signal's number.") @JsonProperty(required = true)
        int signal,

        @JsonPropertyDescription("The kernels for which it holds; all if not given.") @Nullable
        KernelRange when)
        implements Expectation {
    @Override
    public Optional<String> subject() {
        return Optional.of(process);
    }

    @Override
    public void check(ScenarioEvidence evidence) {
        String what = process + " dies of signal " + signal;
        Optional<GuestEvent> death = evidence.deaths().stream()
                .filter(d -> text(d, "process").equals(process))
                .findFirst();
        if (death.isEmpty()) {
            evidence.findings().fails(what, "it lives", List.of());
            return;
        }
        evidence.deaths().remove(death.get());
        long got = number(death.get(), "signal");
        evidence.judge(got == signal, what, "signal " + got, death.get());
    }
}
