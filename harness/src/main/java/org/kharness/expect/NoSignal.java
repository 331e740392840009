/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.expect;

import static org.kharness.evidence.ScenarioLog.number;
import static org.kharness.evidence.ScenarioLog.text;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kharness.console.GuestEvent;
import org.kharness.evidence.Observed;
import org.kharness.value.KernelRange;

/** A process gets no SIGBUS at all and is not killed. */
@JsonTypeName("no-signal")
@JsonClassDescription("A process gets no SIGBUS and is not killed.")
public record NoSignal(
        @JsonPropertyDescription("Who.") @JsonProperty(required = true)
        String process,

        @JsonPropertyDescription("The kernels for which it holds; all if not given.") @Nullable
        KernelRange when)
        implements Expectation {
    @Override
    public Optional<String> subject() {
        return Optional.of(process);
    }

    @Override
    public void check(ScenarioEvidence evidence) {
        String what = "no SIGBUS to " + process;
        List<GuestEvent> got = new ArrayList<>(of(evidence, "sigbus"));
        got.addAll(of(evidence, "exit"));
        if (got.isEmpty()) {
            evidence.findings()
                    .holds(
                            what,
                            of(evidence, "process").stream()
                                    .map(GuestEvent::line)
                                    .toList());
            return;
        }
        got.forEach(evidence.signals()::remove);
        got.forEach(evidence.deaths()::remove);
        GuestEvent first = got.get(0);
        String how =
                first.type().equals("sigbus") ? Observed.signal(first) : "it died of signal " + number(first, "signal");
        evidence.findings().fails(what, how, List.of(first.line()));
    }

    private List<GuestEvent> of(ScenarioEvidence evidence, String type) {
        return evidence.part().events(type).stream()
                .filter(e -> text(e, "process").equals(process))
                .toList();
    }
}
