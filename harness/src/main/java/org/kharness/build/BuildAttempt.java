/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kharness.process.CommandResult;

/**
 * Tells whether it was the machine that made a build fail. What a build prints can come from any source file, so it is no
 * witness: whether there is room is tried by writing, in the build's own surroundings, and how often the kernel of this
 * machine killed a program for want of memory is the kernel's own count.
 */
final class BuildAttempt {
    /** Answered where a folder cannot be written to after the build failed; make itself answers 0, 1 or 2 (make(1)). */
    private static final int NO_ROOM = 75;

    /** A shell answers 128 and the signal for a command that a signal ended. */
    private static final int SIGNALS = 128;

    /** About what linking a kernel takes at once. */
    private static final String MEBIBYTES = "128";

    private static final String SCRIPT = "tries=$1; shift; "
            + "rooms=; while [ \"$tries\" -gt 0 ]; do rooms=\"$rooms $1\"; shift; tries=$((tries-1)); done; "
            + "\"$@\" 2>&1; code=$?; [ $code = 0 ] && exit 0; "
            + "for room in $rooms; do dd if=/dev/zero of=\"$room/.kharness-room\" bs=1M count=" + MEBIBYTES
            + " 2>/dev/null; wrote=$?; rm -f \"$room/.kharness-room\"; [ $wrote = 0 ] || exit " + NO_ROOM + "; done; "
            + "exit $code";

    private final long killsBefore = kills();

    /**
     * A command that runs another with its output in one stream, and where that fails tries to write.
     *
     * @param rooms folders that the build writes to, as it knows them; without spaces
     */
    static List<String> line(List<String> rooms, List<String> command) {
        List<String> line = new ArrayList<>(List.of("sh", "-c", SCRIPT, "sh", Integer.toString(rooms.size())));
        line.addAll(rooms);
        line.addAll(command);
        return line;
    }

    /** Why the machine is at fault for a failure; empty where it is not known to be. */
    String machinesFault(CommandResult result) {
        int code = result.exitCode();
        if (result.timedOut()) {
            return "it did not end in time";
        }
        if (code == NO_ROOM) {
            return "there is no room to write " + MEBIBYTES + " MiB; free disk space";
        }
        if (code < 0 || code > SIGNALS) {
            return "it was ended from outside (exit code " + code + ")";
        }
        if (kills() > killsBefore) {
            return "this machine ran out of memory meanwhile; free memory, or give fewer --jobs";
        }
        return "";
    }

    /** How often this machine killed a program for want of memory since it was started (vmstat, oom_kill). */
    private static long kills() {
        try {
            return Files.readAllLines(Path.of("/proc/vmstat")).stream()
                    .filter(l -> l.startsWith("oom_kill "))
                    .mapToLong(l -> Long.parseLong(l.substring("oom_kill ".length())))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
