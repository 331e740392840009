/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One program to run in a toolchain's surroundings. Paths in it are as {@link Toolchain#where} gives them.
 *
 * @param command program and arguments
 * @param mounts the folders it sees
 * @param directory the one it starts in
 * @param environment variables on top of the toolchain's own
 * @param limit after which it is ended with all it started
 * @param lines gets each line of its output, standard error included, on a thread of its own
 */
public record Job(
        List<String> command,
        List<Mount> mounts,
        Mount directory,
        Map<String, String> environment,
        Duration limit,
        Consumer<String> lines) {
    public Job {
        command = List.copyOf(command);
        mounts = List.copyOf(mounts);
        environment = Map.copyOf(environment);
    }

    /** A job of some minutes that starts in the first of its mounts. */
    public static Job of(List<String> command, Mount... mounts) {
        return new Job(command, List.of(mounts), mounts[0], Map.of(), Duration.ofMinutes(10), line -> {});
    }

    /** The same with a consumer of its output. */
    public Job eachLine(Consumer<String> consumer) {
        return new Job(command, mounts, directory, environment, limit, consumer);
    }

    /** The same with these variables. */
    public Job with(Map<String, String> variables) {
        return new Job(command, mounts, directory, variables, limit, lines);
    }

    /** The same with another limit. */
    public Job within(Duration time) {
        return new Job(command, mounts, directory, environment, time, lines);
    }
}
