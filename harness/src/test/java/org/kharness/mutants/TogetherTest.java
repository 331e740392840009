/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kharness.csource.CSource;

class TogetherTest {
    /** 40 calls on a line each, and two mutants of one line. */
    private static List<Suspect> suspects() {
        StringBuilder text = new StringBuilder("int f(int a)\n{\n");
        for (int i = 0; i < 40; i++) {
            text.append("\tcall").append(i).append("(b").append(i).append(");\n");
        }
        return suspects(text.append("\treturn a < 3;\n}\n").toString());
    }

    private static List<Suspect> suspects(String text) {
        List<Suspect> suspects = new ArrayList<>();
        for (Mutant mutant : MutantFinder.in("f.c", CSource.parse(text.getBytes(StandardCharsets.US_ASCII)), l -> true)
                .mutants()) {
            suspects.add(new Suspect(
                    suspects.size() + 1,
                    mutant,
                    new Trial(mutant.id(), Fate.UNDECIDED, "", "", List.of(), List.of(), 0)));
        }
        return suspects;
    }

    @Test
    void aGroupHasNoTwoOfOneLine() {
        List<Suspect> all = suspects();
        assertThat(all).hasSizeGreaterThan(41);

        List<List<Suspect>> groups = Together.groups(all);

        assertThat(groups.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(all);
        assertThat(groups)
                .hasSizeLessThanOrEqualTo(3)
                .allSatisfy(
                        g -> assertThat(g.stream().map(s -> s.mutant().line())).doesNotHaveDuplicates());
    }

    @Test
    void whatCouldMakeUpForEachOtherIsApart() {
        List<Suspect> all =
                suspects("int f(int a)\n{\n\tid = begin();\n\tcall(a);\n\tblock(a);\n\trcu_read_unlock(id);\n}\n"
                        + "int g(int a)\n{\n\tid = begin();\n\tsynchronize_rcu();\n}\n");

        List<List<Suspect>> groups = Together.groups(all);

        assertThat(groups)
                .extracting(g -> g.stream().map(s -> s.mutant().text()).toList())
                .containsExactly(
                        List.of("id = begin();", "call(a);", "block(a);", "id = begin();", "synchronize_rcu();"),
                        List.of("rcu_read_unlock(id);"));
    }

    @Test
    void ofNoneThereIsNoGroup() {
        assertThat(Together.groups(List.of())).isEmpty();
    }

    @Test
    void whatTwoThreadsFindCountsOnce() {
        Suspect suspect = suspects().get(0);
        suspect.ran("a#3");

        assertThat(suspect.caught("b", "it failed")).isTrue();
        assertThat(suspect.caught("c", "it failed, too")).isFalse();
        assertThat(suspect.trial().by()).isEqualTo("b");
        assertThat(suspect.wants("d")).isFalse();
    }

    @Test
    void whatPassedWithAllScenariosSurvived() {
        Suspect suspect = suspects().get(0);
        suspect.ran("a");
        suspect.ran("a");
        suspect.ran("b");

        assertThat(suspect.wants("a#7")).isFalse();
        assertThat(suspect.wants("c")).isTrue();
        assertThat(suspect.survived().fate()).isEqualTo(Fate.SURVIVED);
        assertThat(suspect.survived().ran()).containsExactly("a", "b");
    }
}
