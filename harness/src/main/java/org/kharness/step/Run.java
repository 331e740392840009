/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.step;

import static org.kharness.evidence.ScenarioLog.number;
import static org.kharness.evidence.ScenarioLog.text;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kharness.agent.GuestCommand;
import org.kharness.console.GuestEvent;
import org.kharness.evidence.Ktap;
import org.kharness.evidence.SubResult;
import org.kharness.poison.PoisonMethod;

/**
 * A shell command; its exit status is its result. What it prints in the form of KTAP
 * (Documentation/dev-tools/ktap.rst) becomes sub-results, of which none may be "not ok".
 */
@JsonTypeName("run")
@JsonClassDescription("A shell command, or a program of yours; what it prints as KTAP becomes sub-results.")
public record Run(
        @JsonPropertyDescription("For sh -c. Write $x, not ${x}: that is a matrix variable.")
        @JsonProperty(required = true)
        String command,

        @JsonPropertyDescription(
                "Programs and scripts, relative to the plan, found in the guest under /user with the libraries they need.")
        List<String> copy,

        @JsonPropertyDescription("Goes on while later steps run.")
        boolean background,

        @JsonPropertyDescription("Seconds it may take; 30 if not given.")
        int limit,

        @JsonPropertyDescription("A name: the step may fail, and expectations speak of its result under this name.")
        @Nullable
        String as)
        implements Step {
    /** Exit statuses by which kselftest, the Linux Test Project and automake say "not run here". */
    private static final Set<Long> NOT_HERE = Set.of(4L, 32L, 77L);

    private static final int FIRST_SIGNAL = 128;
    private static final int SIGSEGV = 11;

    public Run {
        copy = copy == null ? List.of() : List.copyOf(copy);
    }

    @Override
    public List<GuestCommand> commands(String id, PoisonMethod way) {
        return List.of(GuestCommand.of(id, background ? "background" : "run")
                .with("limit", limit == 0 ? null : limit)
                .with("cmd", command)
                .build());
    }

    @Override
    public boolean failed(GuestEvent done) {
        return number(done, "ret") != 0;
    }

    @Override
    public long value(GuestEvent done) {
        return number(done, "ret");
    }

    /** How a program ended; a shell tells a signal as 128 and its number. */
    private static String ending(GuestEvent done) {
        long status = number(done, "ret");
        if (status < 0) {
            return text(done, "errno").equals("ETIMEDOUT") ? "did not end in time" : text(done, "errno");
        }
        String signal = status == FIRST_SIGNAL + SIGSEGV ? " (segmentation fault)" : "";
        return status > FIRST_SIGNAL ? "ended by signal " + (status - FIRST_SIGNAL) + signal : "exit status " + status;
    }

    /** That a program of the user's fails is what it was run for; a command of the plan's own only leads there. */
    @Override
    public void check(GuestEvent done, StepLog log) {
        if (!failed(done) || label().isPresent()) {
            return;
        }
        long status = number(done, "ret");
        if (copy.isEmpty()) {
            log.notDone(done);
        } else if (NOT_HERE.contains(status)) {
            log.findings()
                    .skips(
                            log.name() + ": the program says that it cannot be run here, exit status " + status,
                            List.of(done.line()));
        } else {
            log.findings().fails(log.name() + ": " + ending(done), List.of(done.line()));
        }
    }

    /** Test programs that speak KTAP: every "not ok" counts. */
    @Override
    public void checkOutput(StepLog log) {
        Ktap.Reading reading = Ktap.of(Ktap.output(log.part(), log.id()));
        log.add(reading.results());
        reading.results().stream()
                .filter(r -> r.outcome() == SubResult.Outcome.FAIL)
                .forEach(r -> log.findings().fails(log.name() + ": not ok: " + r.name(), List.of(r.line())));
        reading.problems().forEach(p -> log.findings().fails(log.name() + ": " + p, List.of()));
    }

    @Override
    public List<String> copies() {
        return copy;
    }

    @Override
    public Optional<String> label() {
        return Optional.ofNullable(as);
    }
}
