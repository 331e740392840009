/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.BiConsumer;
import org.kharness.engine.PlanRunner;
import org.kharness.engine.ScenarioRun;
import org.kharness.failure.InputException;
import org.kharness.job.JobContext;
import org.kharness.plan.Scenario;
import org.kharness.stage.Chosen;
import org.kharness.stage.RunRequest;
import org.kharness.stage.RunState;
import org.kharness.stage.Stages;

/** {@code kharness debug}: one scenario on a copy of a saved machine, stopped at its first poison. */
public final class DebugJob {
    private final JobContext context;

    public DebugJob(JobContext context) {
        this.context = context;
    }

    /**
     * Runs the scenario.
     *
     * @param id of a scenario of the request's plan
     * @param stopped told of vmlinux and of the machine that is stopped
     * @throws InputException if the plan has no such scenario
     */
    public ScenarioRun run(RunRequest request, String id, BiConsumer<Path, PlanRunner.Stopped> stopped) {
        Chosen chosen = Chosen.by(request);
        Scenario scenario = chosen.scenarios().stream()
                .filter(s -> s.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> new InputException("the plan " + request.plan() + " has no scenario \"" + id + "\""));
        Path folder = context.cache().folder("log", "debug");
        RunState state = new RunState("debug", Instant.now(), context.progress());
        Stages stages = new Stages(request, context, state.phases());
        Stages.Made made = stages.toMachine(chosen.plan(), folder, state);
        Path vmlinux = made.machine().spec().kernel().resolveSibling("vmlinux");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        context.progress().stage("scenario");
        return made.workshop()
                .runner(made.machine(), folder, chosen.known(), context.progress())
                .debug(scenario, where -> stopped.accept(vmlinux, where));
    }
}
