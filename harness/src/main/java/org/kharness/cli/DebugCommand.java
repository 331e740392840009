/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.kharness.boot.DebugJob;
import org.kharness.cli.TextTable.Cell;
import org.kharness.engine.ScenarioRun;
import org.kharness.stage.RunRequest;
import org.kharness.stage.Verdicts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kharness debug}: a scenario, stopped at its first poison for gdb. */
@Command(
        name = "debug",
        mixinStandardHelpOptions = true,
        description = "Runs a scenario on a copy of the saved machine, stops the machine before its first poison, and"
                + " prints the line for gdb. \"continue\" in gdb lets the scenario go on; it has all the time it wants."
                + " Then it is judged as ever.")
final class DebugCommand implements Callable<Integer> {
    private final CliContext context;

    @Parameters(paramLabel = "SCENARIO", description = "its id, as plan list shows it")
    private String scenario = "";

    @Option(
            names = "--plan",
            paramLabel = "PLAN",
            defaultValue = "smoke",
            description = "the plan that has it (default: ${DEFAULT-VALUE})")
    private String plan = "";

    @Mixin
    private GivenKernelArguments arguments;

    DebugCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        RunRequest request = arguments
                .request(PlanFiles.named(plan, context.top()), context)
                .knowing(PlanFiles.knownIssues(null, context.top()));
        if (arguments.dryRun()) {
            new DryRunPrinter(context)
                    .print(
                            request.choosing(scenario, null, 1),
                            java.util.List.of("stop before the first poison, and wait for gdb"));
            return 0;
        }
        ScenarioRun run;
        try (ProgressDisplay progress = context.progress()) {
            run = new DebugJob(context.job(progress))
                    .run(
                            request,
                            scenario,
                            (vmlinux, socket) -> progress.note("stopped before the first poison; the console goes to "
                                    + socket.console() + "\n" + gdbLine(vmlinux, socket.gdb())));
        }
        TextTable table = new TextTable(context.outTerminal(), "SCENARIO", "VIA", "VERDICT", "WHAT DECIDED");
        String verdict = run.verdict().outcome().name();
        table.row(
                Cell.of(run.scenario().id()),
                Cell.of(run.scenario().via()),
                Cell.of(verdict, SummaryTable.tone(verdict)),
                Cell.of(run.verdict().reason()));
        table.print(context.out());
        context.out().flush();
        return Verdicts.exitCode(java.util.List.of(run.verdict())).code();
    }

    /** What to type. lx-symbols comes with scripts that a build with CONFIG_GDB_SCRIPTS leaves beside vmlinux. */
    static String gdbLine(Path vmlinux, Path socket) {
        StringBuilder line = new StringBuilder("gdb");
        if (Files.exists(vmlinux)) {
            line.append(' ').append(vmlinux);
        }
        line.append(" -ex 'target remote ").append(socket).append('\'');
        Path scripts = vmlinux.resolveSibling("vmlinux-gdb.py");
        if (Files.exists(scripts)) {
            line.append(" -ex 'source ").append(scripts).append("' -ex lx-symbols");
        }
        return line.toString();
    }
}
