/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.host;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.Command;
import org.kharness.process.CommandResult;

/** Finds programs on the search path and asks them for their version. */
final class Programs {
    private static final Pattern VERSION = Pattern.compile("\\b(\\d+)\\.(\\d+)(?:[.\\d]*)");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final String path;

    /**
     * Makes a finder.
     *
     * @param path the value of {@code PATH}
     */
    Programs(String path) {
        this.path = path;
    }

    /** Where a program is, if it is. */
    Optional<Path> find(String name) {
        for (String dir : path.split(File.pathSeparator, -1)) {
            Path file = Path.of(dir.isEmpty() ? "." : dir, name);
            if (Files.isExecutable(file) && !Files.isDirectory(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    /** A program's answer on standard output; empty where it is missing, fails, or takes too long. */
    Optional<String> ask(String name, String... arguments) {
        Optional<Path> program = find(name);
        if (program.isEmpty()) {
            return Optional.empty();
        }
        List<String> command = new ArrayList<>(List.of(program.get().toString()));
        command.addAll(List.of(arguments));
        try {
            CommandResult result =
                    Command.of(command).keepErrorApart().within(LIMIT).run();
            return result.ok() ? Optional.of(result.text()) : Optional.empty();
        } catch (SurroundingsException e) {
            return Optional.empty();
        }
    }

    /** The first thing in the text that looks like a version, such as "7.2.22". */
    static Optional<String> version(String text) {
        Matcher matcher = VERSION.matcher(text);
        return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
    }

    /** True if the version is the given one or newer. */
    static boolean atLeast(String version, int major, int minor) {
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.find()) {
            return false;
        }
        int foundMajor = Integer.parseInt(matcher.group(1));
        return foundMajor > major || (foundMajor == major && Integer.parseInt(matcher.group(2)) >= minor);
    }
}
