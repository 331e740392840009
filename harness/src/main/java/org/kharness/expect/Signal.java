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
import org.kharness.evidence.Findings;
import org.kharness.evidence.Observed;
import org.kharness.poison.Delivery;
import org.kharness.step.Poison;
import org.kharness.value.Bytes;
import org.kharness.value.KernelRange;
import org.kharness.value.Words;

/**
 * SIGBUS to a process. Signals that no expectation names fail the scenario.
 */
@JsonTypeName("signal")
@JsonClassDescription("A SIGBUS to a process. Signals that no expectation names fail the scenario.")
public record Signal(
        @JsonPropertyDescription("Who.") @JsonProperty(required = true)
        String process,

        @JsonPropertyDescription("si_code; derived from the way of poisoning if not given.") @Nullable
        Code code,

        @JsonPropertyDescription("The mapping that si_addr lies in; m if not given.") @Nullable
        String map,

        @JsonPropertyDescription("Offset of si_addr in the mapping.") @Nullable
        Bytes at,

        @JsonPropertyDescription("si_addr_lsb: 12 for 4 KiB, 21 for 2 MiB.") @Nullable
        Integer lsb,

        @JsonPropertyDescription("What the process was doing, such as touch.") @Nullable
        String during,

        @JsonPropertyDescription(
                "The thread it is sent to: main, policy (the one that has a kill policy of its own) or other; main if not given, and not looked at while it touches.")
        @Nullable
        Receiver thread,

        @JsonPropertyDescription("In a race: it may come or not, but if it comes, then so.")
        boolean optional,

        @JsonPropertyDescription("How many such signals; 1 if not given.") @Nullable
        Integer count,

        @JsonPropertyDescription("The kernels for which it holds; all if not given.") @Nullable
        KernelRange when)
        implements Expectation {
    /** si_code of a SIGBUS, sigaction(2). */
    public enum Code {
        @JsonProperty("action-required")
        ACTION_REQUIRED(4),
        @JsonProperty("action-optional")
        ACTION_OPTIONAL(5),
        @JsonProperty("address-error")
        ADDRESS_ERROR(2),
        /** The kernel had no memory for more than the signal's number (__send_signal_locked() in kernel/signal.c). */
        @JsonProperty("without-information")
        WITHOUT_INFORMATION(0);

        private final int siCode;

        Code(int siCode) {
            this.siCode = siCode;
        }
    }

    /** The threads of a process in the guest. */
    public enum Receiver {
        @JsonProperty("main")
        MAIN,
        @JsonProperty("policy")
        POLICY,
        @JsonProperty("other")
        OTHER
    }

    @Override
    public Optional<String> subject() {
        return Optional.of(process);
    }

    @Override
    public void check(ScenarioEvidence evidence) {
        int wanted = code == null ? derivedCode(evidence) : code.siCode;
        String what = describe(wanted);
        int missing = count == null ? 1 : count;
        List<Integer> lines = new ArrayList<>();
        @Nullable GuestEvent other = null;
        for (GuestEvent s : List.copyOf(evidence.signals())) {
            if (missing == 0 || !text(s, "process").equals(process)) {
                continue;
            }
            if (matches(s, wanted)) {
                evidence.signals().remove(s);
                lines.add(s.line());
                missing--;
            } else {
                other = other == null ? s : other;
            }
        }
        conclude(evidence.findings(), what, missing, lines, other);
    }

    private void conclude(
            Findings findings, String what, int missing, List<Integer> lines, @Nullable GuestEvent other) {
        if (missing == 0 || (optional && other == null)) {
            findings.holds(what, lines);
        } else if (other != null) {
            findings.fails(what, "got " + Observed.signal(other), List.of(other.line()));
        } else {
            findings.fails(what, lines.isEmpty() ? "no such signal" : "only " + lines.size() + " such signals", lines);
        }
    }

    private String mapping() {
        return map == null ? "m" : map;
    }

    private String describe(int wanted) {
        return "SIGBUS to " + process + ": " + Observed.code(wanted)
                + (at == null ? "" : ", si_addr " + mapping() + "+" + at)
                + (lsb == null ? "" : ", si_addr_lsb " + lsb)
                + (thread == null ? "" : ", thread " + Words.lower(thread))
                + (count == null ? "" : ", " + count + " times");
    }

    private boolean matches(GuestEvent s, int wanted) {
        return number(s, "code") == wanted
                && (at == null
                        || (number(s, "at") == at.count() && text(s, "map").equals(mapping())))
                && (lsb == null || number(s, "lsb") == lsb)
                && (during == null || text(s, "during").equals(during))
                && receives(s);
    }

    /** A fault's signal goes to the thread that faults; a memory error's to the one that the policy or the access names. */
    private boolean receives(GuestEvent s) {
        String got = text(s, "thread");
        if (got.isEmpty() || (thread == null && text(s, "during").equals("touch"))) {
            return true; // an older agent does not tell
        }
        return got.equals(Words.lower(thread == null ? Receiver.MAIN : thread));
    }

    /** The poisoner is sent what the way of poisoning delivers; every other process that is told, action optional. */
    private int derivedCode(ScenarioEvidence evidence) {
        boolean poisoner =
                evidence.steps().stream().anyMatch(s -> s instanceof Poison p && process.equals(p.process()));
        Delivery delivery = poisoner ? evidence.way().toPoisoner() : Delivery.ACTION_OPTIONAL;
        return delivery.siCode();
    }
}
