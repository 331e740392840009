/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kharness.agent.GuestCommand;
import org.kharness.console.ConsoleLog;
import org.kharness.engine.PlanRunner;

/**
 * Which mutants' places a scenario executes, as the kernel with all mutants tells after it: a digit of 16 for four numbers. What
 * was executed while the machine was made ready is not in it, as a mutant is put on after that.
 */
final class Reached {
    private static final String STEP = "reached";
    private static final String FILE = "/sys/module/kernel/parameters/" + Weaver.REACHED;
    private static final int LIMIT_SECONDS = 10;
    private static final int HEXADECIMAL = 16;

    private Reached() {}

    /** Has the kernel forget before a scenario, and tell after it. */
    static PlanRunner.Around around() {
        return new PlanRunner.Around(
                List.of(command("forget", "echo > " + FILE)), List.of(command(STEP, "busybox fold -w 600 " + FILE)));
    }

    private static GuestCommand command(String id, String what) {
        return GuestCommand.of(id, "run")
                .with("limit", LIMIT_SECONDS)
                .with("cmd", what)
                .build();
    }

    /** What a log tells; empty where the machine did not live so long. */
    static Optional<String> in(ConsoleLog log) {
        String digits = log.events().stream()
                .filter(e -> e.type().equals("out"))
                .filter(e -> e.fields().path("step").asText().equals(STEP))
                .map(e -> e.fields().path("text").asText().strip())
                .collect(Collectors.joining());
        return digits.matches("[0-9a-f]+") ? Optional.of(digits) : Optional.empty();
    }

    /** Whether a mutant's place is among what was told. */
    static boolean holds(String digits, int mutant) {
        int at = mutant / 4;
        int four = at < digits.length() ? Character.digit(digits.charAt(at), HEXADECIMAL) : -1;
        return four < 0 || (four >> mutant % 4 & 1) == 1; // what is not known may be
    }
}
