/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kharness.process.Command;

/**
 * Command lines for the native git, which clones, imports and checks out much faster than JGit. Nothing of the user's
 * surroundings has a say: neither configuration files nor the GIT_* variables that git itself sets for hooks and for
 * {@code git bisect run} (git(1), ENVIRONMENT VARIABLES).
 */
public final class NativeGit {
    private NativeGit() {}

    /** Program and arguments for a git command on a bare repository of ours. */
    static List<String> line(Path repository, String... arguments) {
        List<String> line = base();
        line.add("--git-dir=" + repository);
        line.addAll(List.of(arguments));
        return line;
    }

    /** A git command on a bare repository of ours. */
    public static Command command(Path repository, String... arguments) {
        return Command.of(line(repository, arguments));
    }

    /** A git command on a bare repository of ours, with an index file of the caller's. */
    static Command withIndex(Path repository, Path index, String... arguments) {
        return Command.of(indexLine(repository, index, arguments));
    }

    private static List<String> indexLine(Path repository, Path index, String... arguments) {
        List<String> line = line(repository, arguments);
        // env(1) takes assignments after its options: put ours behind the last of them
        line.add(line.indexOf("GIT_CONFIG_GLOBAL=/dev/null"), "GIT_INDEX_FILE=" + index);
        return line;
    }

    /** Writes all files of an index to an existing folder, readable by everyone whatever the user's umask is. */
    static Command checkout(Path repository, Path index, Path folder) {
        List<String> line = new ArrayList<>(List.of("sh", "-c", "umask 022; exec \"$@\"", "sh"));
        line.addAll(indexLine(
                repository,
                index,
                "-c",
                "core.bare=false",
                "--work-tree=" + folder,
                "checkout-index",
                "--all",
                "--force"));
        return Command.of(line).in(folder);
    }

    /** A git command that names its repository itself, such as init. */
    public static Command anywhere(String... arguments) {
        List<String> line = base();
        line.addAll(List.of(arguments));
        return Command.of(line);
    }

    private static List<String> base() {
        List<String> line = new ArrayList<>(List.of("env"));
        for (String name : List.of(
                "GIT_DIR",
                "GIT_WORK_TREE",
                "GIT_INDEX_FILE",
                "GIT_OBJECT_DIRECTORY",
                "GIT_ALTERNATE_OBJECT_DIRECTORIES",
                "GIT_COMMON_DIR",
                "GIT_NAMESPACE",
                "GIT_PREFIX",
                "GIT_CONFIG_PARAMETERS",
                "GIT_CONFIG_COUNT",
                "GIT_ATTR_SOURCE")) {
            line.addAll(List.of("-u", name));
        }
        line.addAll(List.of(
                "GIT_CONFIG_GLOBAL=/dev/null",
                "GIT_CONFIG_NOSYSTEM=1",
                "GIT_ATTR_NOSYSTEM=1",
                "GIT_OPTIONAL_LOCKS=0",
                "GIT_TERMINAL_PROMPT=0",
                "LC_ALL=C",
                "git",
                "-c",
                "safe.directory=*",
                "-c",
                "core.fsmonitor=false"));
        return line;
    }
}
