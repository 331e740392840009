/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanProblemsTest {
    @TempDir
    Path dir;

    private List<String> problems(String text) throws IOException {
        return new PlanReader().problems(Files.writeString(dir.resolve("plan.yaml"), text));
    }

    @Test
    void everyScenarioIsLookedAt() throws IOException {
        String text = Files.readString(Path.of("../test-plans/smoke.yaml"));
        assertThat(problems(text)).isEmpty();
        String twoWrong = text.replaceFirst("(?m)^    steps:", "    step:")
                .replaceAll("(?m)^(  - id: superblock)$", "$1\n    colour: red");
        assertThat(problems(twoWrong))
                .hasSize(2)
                .anySatisfy(p -> assertThat(p)
                        .matches("(?s).*plan.yaml:\\d+:\\d+: unknown key \"step\": did you mean \"steps\"\\? .*"))
                .anySatisfy(p -> assertThat(p).contains("unknown key \"colour\": known here: "));
    }

    @Test
    void aFileThatIsNoPlanIsOneProblem() throws IOException {
        assertThat(problems("a: [")).hasSize(1);
        assertThat(problems("schema: 1\nname: x\ntitle: x\nscenario: []\n"))
                .singleElement()
                .asString()
                .contains("unknown key \"scenario\": did you mean \"scenarios\"?");
    }
}
