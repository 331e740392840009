/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kharness.boot.BootJob;
import org.kharness.cache.Cache;
import org.kharness.engine.GuestShell;
import org.kharness.failure.InputException;
import org.kharness.stage.RunRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kharness boot}: the machine of a run, for a shell or a command. */
@Command(
        name = "boot",
        mixinStandardHelpOptions = true,
        customSynopsis = {
            "kharness boot [OPTIONS] --shell",
            "kharness boot [OPTIONS] --script FILE",
            "kharness boot [OPTIONS] -- COMMAND [ARGUMENT...]"
        },
        description = {
            "Builds and boots as run does, and gives a shell on the guest's console, or runs a command or a script in the"
                    + " guest. Ends with its exit status; with 255 where the machine ended before it, with 5 where the"
                    + " kernel does not boot.",
            "What is piped in arrives whole: for --shell it is the script, else the command's standard input. A"
                    + " command's output goes to standard output, without the kernel's messages; those are in a log."
        })
final class BootCommand implements Callable<Integer> {
    /** It goes into the guest's memory. */
    private static final long MOST_INPUT = 64L << 20;

    private final CliContext context;

    @Option(names = "--shell", description = "an interactive shell on the guest's console; it ends with exit")
    private boolean shell;

    @Option(names = "--script", paramLabel = "FILE", description = "run this file in the guest")
    private @Nullable Path script;

    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..*",
            description = "a command and its arguments; a single word is read by the guest's shell")
    private List<String> words = new ArrayList<>();

    @Option(
            names = "--gdb",
            description = "open QEMU's stub for gdb, and print the line to type; for a command or a script")
    private boolean gdb;

    @Option(
            names = "--topology",
            paramLabel = "NAME",
            defaultValue = "xfs",
            description = "what the guest is made ready with: xfs, devdax or bare (default: ${DEFAULT-VALUE})")
    private String topology = "";

    @Option(
            names = {"-q", "--quiet"},
            description = "tell nothing of what is under way")
    private boolean quiet;

    @Mixin
    private GivenKernelArguments arguments;

    BootCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        int asked = (shell ? 1 : 0) + (script == null ? 0 : 1) + (words.isEmpty() ? 0 : 1);
        if (asked != 1) {
            throw new InputException("boot: one of --shell, --script FILE and -- COMMAND is wanted");
        }
        Path file = script;
        if (file != null && !Files.isReadable(file)) {
            throw new InputException("--script " + file + ": no such readable file");
        }
        RunRequest request = arguments.request(Path.of("none"), context);
        if (arguments.dryRun()) {
            String what = shell ? "a shell on its console" : file == null ? text().strip() : file.toString();
            new DryRunPrinter(context).printBoot(request, List.of("boot with " + topology + ", and " + what));
            return 0;
        }
        boolean piped = !System.getProperty("kharness.terminal", "in").contains("in");
        return shell && !piped ? shell(new BootJob.Boot(request, topology)) : run(boot(request, piped));
    }

    private int shell(BootJob.Boot boot) {
        if (gdb) {
            throw new InputException("boot: --gdb goes with a command or a script; see also kharness debug");
        }
        BootJob.Prepared prepared;
        BootJob job;
        try (ProgressDisplay progress = display()) {
            job = new BootJob(context.job(progress));
            prepared = job.prepare(boot);
        }
        return job.shell(prepared);
    }

    private ProgressDisplay display() {
        return quiet ? ProgressDisplay.NOTHING : context.progress();
    }

    private int run(BootJob.Boot boot) {
        try (ProgressDisplay progress = display()) {
            BootJob job = new BootJob(context.job(progress));
            BootJob.Prepared prepared = job.prepare(boot);
            progress.stage("boot");
            int status = job.run(prepared, new AfterProgress(progress, System.out), machine -> {
                if (gdb) {
                    progress.note(DebugCommand.gdbLine(prepared.vmlinux(), machine.openGdb()));
                }
            });
            if (status == GuestShell.LOST) {
                progress.note("the machine ended before the command; its console is in " + prepared.console());
            }
            return status;
        }
    }

    /** The files that go into the guest. */
    private BootJob.Boot boot(RunRequest request, boolean piped) throws IOException {
        Path folder = Cache.open().temporary("boot-");
        context.cleanup().register(() -> Cache.delete(folder));
        Path input = piped ? folder.resolve("input") : null;
        if (input != null) {
            save(input);
        }
        Path file = script;
        if (shell) {
            return new BootJob.Boot(request, topology, input, null);
        }
        Path chosen = file == null ? Files.writeString(folder.resolve("command"), text()) : file;
        return new BootJob.Boot(request, topology, chosen, input);
    }

    private void save(Path input) throws IOException {
        try (var to = Files.newOutputStream(input)) {
            long bytes = 0;
            byte[] buffer = new byte[1 << 16];
            for (int n = System.in.read(buffer); n >= 0; n = System.in.read(buffer)) {
                bytes += n;
                if (bytes > MOST_INPUT) {
                    throw new InputException("boot: more than " + (MOST_INPUT >> 20)
                            + " MiB of input: the guest keeps it in its memory");
                }
                to.write(buffer, 0, n);
            }
        }
    }

    private String text() {
        return words.size() == 1
                ? words.get(0) + "\n"
                : words.stream().map(w -> "'" + w.replace("'", "'\\''") + "'").collect(Collectors.joining(" ")) + "\n";
    }
}
