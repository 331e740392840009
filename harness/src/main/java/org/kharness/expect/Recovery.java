/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.expect;

import static org.kharness.evidence.ScenarioLog.text;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kharness.console.ConsoleLine;
import org.kharness.console.GuestEvent;
import org.kharness.value.KernelRange;

/**
 * How the kernel says that it dealt with every failed page (action_result() in mm/memory-failure.c), and what it answered who
 * reported the failure. A scenario that says nothing means {@link #STANDING}.
 */
@JsonTypeName("recovery")
@JsonClassDescription(
        "How the kernel deals with the failed pages: the line \"recovery action for PAGE: OUTCOME\", and what it answers the one who reports the failure. Not given: each is a dax page, Recovered, answered 0.")
public record Recovery(
        @JsonPropertyDescription("What it says; none: it says nothing, since it never came to deal with the page.")
        @JsonProperty(required = true)
        Outcome outcome,

        @JsonPropertyDescription("What it may say instead, where it depends on which of two things is first.") @Nullable
        Outcome or,

        @JsonPropertyDescription("The kind of page as the line names it; dax page if not given.") @Nullable
        String page,

        @JsonPropertyDescription(
                "The errno that madvise(2) or a write to debugfs or sysfs answers; not looked at if not given, 0 where it recovers.")
        @Nullable
        String errno,

        @JsonPropertyDescription("The poisoning it speaks of, counted from 1; all if not given.") @Nullable
        Integer poisoning,

        @JsonPropertyDescription("The kernels for which it holds; all if not given.") @Nullable
        KernelRange when)
        implements Expectation {
    /** What holds where a scenario says nothing else. */
    static final Recovery STANDING = new Recovery(Outcome.RECOVERED, null, null, null, null, null);

    private static final Pattern LINE = Pattern.compile("(0x[0-9a-f]+): recovery action for (.+): (\\w+)");
    /** Ways whose answer is memory_failure()'s own. */
    private static final Set<String> ANSWERING = Set.of("madvise", "hwpoison-pfn", "hard-offline");

    /** The words of enum mf_result, mm/memory-failure.c. */
    public enum Outcome {
        @JsonProperty("recovered")
        RECOVERED,
        @JsonProperty("failed")
        FAILED,
        @JsonProperty("delayed")
        DELAYED,
        @JsonProperty("ignored")
        IGNORED,
        @JsonProperty("none")
        NONE
    }

    @Override
    public void check(ScenarioEvidence evidence) {
        List<Poisoning> all = Poisoning.of(evidence.part());
        for (int i = 0; i < all.size(); i++) {
            if (concerns(i + 1)) {
                check(all.get(i), evidence);
            }
        }
    }

    /** Whether it speaks of the poisoning of that number, counted from 1. */
    boolean concerns(int number) {
        return poisoning == null || poisoning == number;
    }

    void check(Poisoning p, ScenarioEvidence evidence) {
        List<Integer> lines = new ArrayList<>();
        String said = String.join(
                " | ",
                p.lines().stream()
                        .map(l -> told(l, p, lines))
                        .flatMap(Optional::stream)
                        .toList());
        if (or != null && said.equals(line(or))) {
            evidence.findings().holds("frame " + text(p.begin(), "pfn") + " may be " + said, lines);
            return;
        }
        String wanted = line(outcome);
        String what = outcome == Outcome.NONE
                ? "no recovery action"
                : "frame " + text(p.begin(), "pfn") + ": recovery action for " + wanted;
        if (said.equals(wanted)) {
            evidence.findings().holds(what, lines);
        } else {
            evidence.findings().fails(what, said.isEmpty() ? "the kernel says nothing" : "it says " + said, lines);
        }
        checkAnswer(p, evidence);
    }

    private String line(Outcome of) {
        if (of == Outcome.NONE) {
            return "";
        }
        String word = of.name();
        return (page == null ? "dax page" : page) + ": " + word.charAt(0)
                + word.substring(1).toLowerCase(Locale.ROOT);
    }

    /** What a line says of the page: kind and outcome, with the frame where it is another. */
    private static Optional<String> told(ConsoleLine line, Poisoning p, List<Integer> lines) {
        Matcher m = LINE.matcher(line.text());
        if (!m.find()) {
            return Optional.empty();
        }
        lines.add(line.number());
        boolean same = Long.decode(m.group(1)) == p.frame();
        return Optional.of((same ? "" : "frame " + m.group(1) + ", ") + m.group(2) + ": " + m.group(3));
    }

    private void checkAnswer(Poisoning p, ScenarioEvidence evidence) {
        String wanted = errno != null ? errno : outcome == Outcome.RECOVERED ? "0" : null;
        Optional<GuestEvent> answer = p.answer();
        if (wanted == null || answer.isEmpty() || !ANSWERING.contains(p.way())) {
            return;
        }
        String got = text(answer.get(), "errno");
        if (got.equals("ECHILD")) {
            return; // the caller died of the failure: whether it may is another expectation's affair
        }
        evidence.judge(got.equals(wanted), "the failure is answered " + wanted, "it is answered " + got, answer.get());
    }
}
