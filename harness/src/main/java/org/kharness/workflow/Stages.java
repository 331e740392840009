/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.workflow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;
import org.kharness.failure.SurroundingsException;
import org.kharness.guest.GuestImage;
import org.kharness.machine.Accelerator;
import org.kharness.machine.MachineSpec;
import org.kharness.process.Cleanup;
import org.kharness.process.Command;
import org.kharness.progress.Progress;

/** The stages from a request to a machine that can be started, each timed. */
@SuppressWarnings("UnusedVariable")
final class Stages {
    private final RunRequest request;
    private final Cache cache;
    private final Progress progress;
    private final Cleanup cleanup;
    private final Phases phases;

    Stages(RunRequest request, Cache cache, Progress progress, Cleanup cleanup, Phases phases) {
        this.request = request;
        this.cache = cache;
        this.progress = progress;
        this.cleanup = cleanup;
        this.phases = phases;
    }

    /** A machine that can be started. */
    record Machine(MachineSpec spec) {}

    Machine toMachine(Path folder, int jobs, RunState state) {
        Path image = request.bzImage();
        if (image == null || !Files.isReadable(image)) {
            throw new InputException("--bzimage " + image + ": no such readable file");
        }
        state.foreignKernel(String.valueOf(image.getFileName()));
        GuestImage guest = phases.time(
                "guest",
                GuestImage::cached,
                () -> GuestImage.ensure(
                        cache, request.top().resolve("qemu-images").resolve("guest"), Stages::compileOnHost));
        return new Machine(MachineSpec.usual(
                request.accelerator() == null ? Accelerator.TCG : request.accelerator(), image, guest.file()));
    }

    private static void compileOnHost(Path sources, Path program) {
        List<String> command = new ArrayList<>(
                List.of("gcc", "-static", "-O2", "-Wall", "-Wextra", "-Werror", "-o", program.toString()));
        try (var files = Files.newDirectoryStream(sources, "*.c")) {
            files.forEach(f -> command.add(f.toString()));
        } catch (java.io.IOException e) {
            throw new SurroundingsException("cannot read the agent's sources: " + e.getMessage(), e);
        }
        command.add("-lpthread");
        Command.of(command).runOrFail();
    }
}
