/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.kharness.process.Cleanup;

/** For tests of texts that tell a user what to type. */
public final class CommandLines {
    private CommandLines() {}

    /** Fails where a command without quotes, "./kharness" in front, is none that can be typed. */
    public static void check(String command) {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        Path here = Path.of("");
        String[] words = command.replaceFirst("^\\./kharness ", "").split(" ");
        Main.commandLine(new CliContext(nowhere, nowhere, Terminal.PLAIN, Terminal.PLAIN, new Cleanup(), here))
                .parseArgs(words);
    }
}
