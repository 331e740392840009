/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.boot;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kharness.engine.GuestShell;
import org.kharness.failure.InputException;
import org.kharness.plan.TestPlan;
import org.kharness.stage.BootableMachine;
import org.kharness.stage.JobContext;
import org.kharness.stage.RunRequest;
import org.kharness.stage.RunState;
import org.kharness.stage.Stages;
import org.kharness.topology.Topology;

/** {@code kharness boot}: the machine of a run, with a shell instead of scenarios. */
public final class BootJob {
    private final JobContext context;

    public BootJob(JobContext context) {
        this.context = context;
    }

    /**
     * What is to be booted.
     *
     * @param request kernel, series, builder and the like; its plan is not read
     * @param topology a built-in topology's name
     */
    public record Boot(RunRequest request, String topology) {}

    /** A machine that is built and can be booted. */
    public record Prepared(BootableMachine machine, Topology topology, Path console) {}

    /** Does everything up to the boot. */
    public Prepared prepare(Boot boot) {
        Map<String, Topology> known = new TreeMap<>(Topology.BUILT_IN);
        Topology topology = known.get(boot.topology());
        if (topology == null) {
            throw new InputException(
                    "--topology " + boot.topology() + ": there are " + String.join(", ", known.keySet()));
        }
        Path folder = context.cache().folder("log");
        RunState state = new RunState("boot", Instant.now(), context.progress());
        Stages stages =
                new Stages(boot.request(), context.cache(), context.progress(), context.cleanup(), state.phases());
        TestPlan none = new TestPlan("none", "none", List.of());
        return new Prepared(stages.toMachine(none, folder, state).machine(), topology, folder.resolve("shell.log"));
    }

    /** Boots and stays until the shell ends. */
    public void shell(Prepared prepared) {
        GuestShell.open(
                prepared.machine().spec(),
                prepared.topology(),
                prepared.console(),
                prepared.machine().limits(),
                context.cleanup());
    }
}
