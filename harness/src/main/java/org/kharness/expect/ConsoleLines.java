/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.expect;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.kharness.console.ConsoleLine;
import org.kharness.value.KernelRange;

/**
 * Kernel lines that contain these texts, in this order, other lines between them. {@code {pfn}} stands for the frame
 * poisoned last, {@code {pid:NAME}} for a process's pid.
 */
@JsonTypeName("console")
@JsonClassDescription(
        "Kernel lines that contain these texts, in this order. {pfn} is the frame poisoned last, {pid:NAME} a process's pid.")
public record ConsoleLines(
        @JsonPropertyDescription("The texts.") @JsonProperty(required = true)
        List<String> lines,

        @JsonPropertyDescription("The kernels for which it holds; all if not given.") @Nullable
        KernelRange when)
        implements Expectation {
    public ConsoleLines {
        lines = lines == null ? List.of() : List.copyOf(lines);
    }

    /** Whether some of these expectations name such a line of the kernel's. */
    static boolean mention(List<Expectation> said, Predicate<String> line) {
        return said.stream()
                .anyMatch(e -> e instanceof ConsoleLines c && c.lines.stream().anyMatch(line));
    }

    @Override
    public void check(ScenarioEvidence evidence) {
        List<ConsoleLine> printed = evidence.part().kernelLines();
        int from = 0;
        List<Integer> found = new ArrayList<>();
        for (String wanted : lines) {
            String text = evidence.filled(wanted);
            int at = from;
            while (at < printed.size() && !printed.get(at).text().contains(text)) {
                at++;
            }
            if (at == printed.size()) {
                String after = found.isEmpty() ? "" : " after line " + found.get(found.size() - 1);
                evidence.findings().fails("kernel says \"" + text + "\"", "no such line" + after, found);
                return;
            }
            found.add(printed.get(at).number());
            from = at + 1;
        }
        evidence.findings()
                .holds(
                        "kernel says, in order: "
                                + String.join(
                                        " | ",
                                        lines.stream().map(evidence::filled).toList()),
                        found);
    }
}
