/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressDisplayTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong now = new AtomicLong(7 * SECOND);
    private final StringWriter text = new StringWriter();
    private final PrintWriter out = new PrintWriter(text, true);

    @Test
    void plainLinesComeAtStagesAndThenEveryFifteenSeconds() {
        try (PlainProgress progress = new PlainProgress(out, now::get)) {
            progress.stage("build");
            for (int done = 1; done <= 40; done++) {
                now.addAndGet(SECOND);
                progress.count(done, 1430);
                progress.detail("CC mm/example.o");
            }
            progress.note("first\nsecond");
            now.addAndGet(3600 * SECOND);
            progress.stage("boot");
        }
        assertThat(text.toString().lines())
                .containsExactly(
                        "[ 0:00] build",
                        "[ 0:15] build 15/1430  CC mm/example.o",
                        "[ 0:30] build 30/1430  CC mm/example.o",
                        "[ 0:40] first",
                        "[ 0:40] second",
                        "[1:00:40] boot");
    }

    @Test
    void aLongWaitSaysWhatForEveryMinute() {
        try (PlainProgress progress = new PlainProgress(out, now::get)) {
            progress.still();
            progress.stage("build");
            progress.detail("waiting for the builder");
            for (int second = 1; second <= 130; second++) {
                now.addAndGet(SECOND);
                progress.still();
            }
        }
        assertThat(text.toString().lines())
                .containsExactly(
                        "[ 0:00] build",
                        "[ 1:00] build  waiting for the builder",
                        "[ 2:00] build  waiting for the builder");
    }

    @Test
    void liveLineIsRedrawnAtMostTenTimesASecond() {
        LiveProgress progress = new LiveProgress(out, new Terminal(true, false), now::get);
        progress.stage("build");
        for (int i = 1; i <= 1000; i++) {
            now.addAndGet(SECOND / 1000);
            progress.count(i, 0);
        }
        assertThat(frames()).hasSizeBetween(10, 11);
        assertThat(frames().get(10)).endsWith("build 1000\033[K\033[?7h");
    }

    @Test
    void finishedStagesAndNotesStayAboveTheLiveLine() {
        LiveProgress progress = new LiveProgress(out, new Terminal(true, false), now::get);
        progress.stage("build");
        now.addAndGet(83 * SECOND);
        progress.note("KVM is not usable: TCG");
        progress.stage("boot");
        now.addAndGet(SECOND);
        progress.close();
        progress.close();
        progress.note("too late");
        assertThat(screen()).containsExactly("KVM is not usable: TCG", "   83.0 s  build", "    1.0 s  boot", "");
    }

    @Test
    void hostileTextCannotDriveTheTerminal() {
        LiveProgress progress = new LiveProgress(out, new Terminal(true, false), now::get);
        progress.stage("build");
        now.addAndGet(SECOND);
        progress.detail("\033]0;owned\007\rCC");
        progress.note("a\033[2Jb\u009b2J");
        assertThat(text.toString()).contains("?]0;owned??CC", "a?[2Jb?2J").doesNotContain("\033]", "\033[2J", "\u009b");
    }

    @ParameterizedTest
    @CsvSource({
        "true,  xterm, ,    , true,  true",
        "true,  xterm, ,    1, true,  false",
        "true,  xterm, true, , false, false",
        "true,  dumb,  ,    , false, false",
        "true,  ,      ,    , false, false",
        "false, xterm, ,    , false, false",
    })
    void terminalIsChosenFromTheEnvironment(
            boolean tty, String term, String ci, String noColor, boolean live, boolean colour) {
        Map<String, String> environment = new java.util.HashMap<>();
        putIfThere(environment, "TERM", term);
        putIfThere(environment, "CI", ci);
        putIfThere(environment, "NO_COLOR", noColor);
        assertThat(Terminal.of(tty, environment)).isEqualTo(new Terminal(live, colour));
    }

    private static void putIfThere(Map<String, String> map, String key, String value) {
        if (value != null) {
            map.put(key, value);
        }
    }

    private List<String> frames() {
        return List.of(text.toString().substring(1).split("\r"));
    }

    /** What stays readable: of each line the part after the last carriage return, without escape sequences. */
    private List<String> screen() {
        return java.util.Arrays.stream(text.toString().split("\n", -1))
                .map(l -> l.substring(l.lastIndexOf('\r') + 1).replaceAll("\033\\[[?0-9;]*[A-Za-z]", ""))
                .toList();
    }
}
