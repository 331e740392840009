/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.process;

import java.util.List;

/**
 * How a program ended.
 *
 * @param command program and arguments
 * @param exitCode what it answered; 128 + n or -1 when a signal ended it
 * @param timedOut true if the harness ended it because its time was over
 * @param output its output, lines ended by newlines
 * @param tail its last lines, standard error included
 * @param seconds wall time
 */
public record CommandResult(
        List<String> command, int exitCode, boolean timedOut, String output, List<String> tail, double seconds) {
    /** True if the program answered 0 within its time. */
    public boolean ok() {
        return exitCode == 0 && !timedOut;
    }

    /** Output without surrounding white space. */
    public String text() {
        return output.strip();
    }

    /** Command, exit code and last lines, as an error message shows them. */
    public String describe() {
        String how = timedOut ? "was ended after " + Math.round(seconds) + " s" : "ended with exit code " + exitCode;
        String last = tail.isEmpty() ? "" : "\n    " + String.join("\n    ", tail);
        return String.join(" ", command) + " " + how + last;
    }
}
