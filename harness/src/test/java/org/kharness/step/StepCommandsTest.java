/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kharness.plan.PlanReader;
import org.kharness.value.Words;

/**
 * What each kind of step tells the guest: golden/steps.txt has a step as a plan writes it, then its commands, indented. A new
 * kind needs a line there; -Dkharness.regenerate=true fills in the commands.
 */
class StepCommandsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/org/kharness/step/golden/steps.txt");

    @Test
    void tellTheGuest() throws IOException {
        List<String> told = new ArrayList<>();
        for (String line : Files.readAllLines(GOLDEN)) {
            if (line.startsWith("#")) {
                told.add(line);
            } else if (!line.startsWith(" ")) {
                told.add(line);
                step(line).commands("s1", way()).forEach(c -> told.add("    " + c.line()));
            }
        }
        String text = String.join("\n", told) + "\n";
        if (Boolean.getBoolean("kharness.regenerate")) {
            Files.writeString(GOLDEN, text);
        }
        assertThat(GOLDEN).hasContent(text);
    }

    @Test
    void everyKindHasALine() throws IOException {
        List<String> shown = Files.readAllLines(GOLDEN).stream()
                .filter(l -> !l.startsWith("#") && !l.startsWith(" "))
                .map(l -> l.substring(0, l.indexOf(':')))
                .distinct()
                .toList();
        List<String> kinds = new ArrayList<>();
        for (Class<?> kind : Step.class.getPermittedSubclasses()) {
            kinds.add(Words.kind(kind));
        }
        assertThat(shown).containsExactlyInAnyOrderElementsOf(kinds);
    }

    private static org.kharness.poison.PoisonMethod way() {
        return org.kharness.poison.PoisonMethods.named("machine-check").orElseThrow();
    }

    private static Step step(String yaml) {
        String via = yaml.startsWith("fail:") ? "hwpoison-pfn" : "machine-check";
        String plan = "{schema: 1, name: p, title: t, scenarios: [{id: a, title: a, via: " + via + ", steps:"
                + " [{process: {name: A}}, {" + yaml + "}], expect: [{no-signal: {process: A}}]}]}";
        return new PlanReader().parse(plan, "p.yaml").scenarios().get(0).steps().get(1);
    }
}
