/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.coverage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.kharness.agent.GuestCommand;
import org.kharness.console.ConsoleLog;
import org.kharness.console.GuestEvent;
import org.kharness.engine.PlanRunner;

/**
 * What a kernel counted, brought out of the guest on its console, as all evidence is: the files under
 * /sys/kernel/debug/gcov, packed and written in letters.
 */
final class Counters {
    private static final String FOLDER = "/sys/kernel/debug/gcov";
    private static final String TELL =
            "for f in $(find . -name '*.gcda'); do echo \"@$f\"; " + "busybox gzip -c $f | busybox base64 -w 640; done";

    private static final String READY = "gcov-ready";
    private static final String DONE = "gcov-done";
    private static final int MOST_BYTES = 1 << 22;
    private static final int LIMIT_SECONDS = 20;

    private Counters() {}

    /** Counters begin at 0 with the scenario, so that what the saved machine did before is not in them. */
    static PlanRunner.Around scenario() {
        return new PlanRunner.Around(List.of(command("gcov-reset", "echo 1 > reset")), List.of(command(DONE, TELL)));
    }

    /** The same, and what was counted while the machine was made ready is told before. */
    static PlanRunner.Around first() {
        return new PlanRunner.Around(
                List.of(command(READY, TELL), command("gcov-reset", "echo 1 > reset")), List.of(command(DONE, TELL)));
    }

    private static GuestCommand command(String id, String what) {
        return GuestCommand.of(id, "run")
                .with("limit", LIMIT_SECONDS)
                .with("cmd", "cd " + FOLDER + " && " + what)
                .build();
    }

    /** What was counted in a scenario, by the path of the .gcda in the guest; empty where its machine did not live to tell. */
    static Map<String, byte[]> of(ConsoleLog log) {
        return told(log, DONE);
    }

    /** What was counted while the machine was made ready. */
    static Map<String, byte[]> beforeThat(ConsoleLog log) {
        return told(log, READY);
    }

    private static Map<String, byte[]> told(ConsoleLog log, String step) {
        Map<String, StringBuilder> texts = new TreeMap<>();
        StringBuilder now = new StringBuilder();
        for (GuestEvent e : log.events()) {
            if (!e.type().equals("out") || !e.fields().path("step").asText().equals(step)) {
                continue;
            }
            String text = e.fields().path("text").asText();
            if (text.startsWith("@")) {
                now = texts.computeIfAbsent(text.substring(1), t -> new StringBuilder());
            } else {
                now.append(text.strip());
            }
        }
        Map<String, byte[]> files = new TreeMap<>();
        texts.forEach((name, text) -> {
            byte[] bytes = unpacked(text.toString());
            if (bytes.length > 0) {
                files.put(name, bytes);
            }
        });
        return files;
    }

    /** A guest may print what it likes: what cannot be unpacked was not counted. */
    private static byte[] unpacked(String letters) {
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(letters)))) {
            return in.readNBytes(MOST_BYTES);
        } catch (IOException | IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
