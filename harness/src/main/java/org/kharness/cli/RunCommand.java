/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.ExitCode;
import org.kharness.failure.InputException;
import org.kharness.report.RunReport;
import org.kharness.stage.RunRequest;
import org.kharness.stage.WholeRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kharness run}: the main job, from a kernel and a series to a verdict. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Obtains a kernel, applies a series, builds, boots, poisons, judges, and writes a report.")
final class RunCommand implements Callable<Integer> {
    private static final int BISECT_ABORT = 128;

    private final CliContext context;

    @Mixin
    private KernelArguments kernel;

    @Option(
            names = "--series",
            paramLabel = "SERIES",
            description = SeriesWishArguments.SOURCES + "; \"none\" for the kernel as it is (default: fsdax-rmap-v8;"
                    + " none for the kernel tree that one stands in)")
    private @Nullable String series;

    @Option(
            names = "--against",
            paramLabel = "SOURCE",
            description =
                    "run the same scenarios without the series too, and tell what the series broke, mended and left"
                            + " as it was; \"base\" for the kernel under test, else another kernel")
    private @Nullable String against;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "1",
            description = "run every scenario so many times (default: ${DEFAULT-VALUE})")
    private int repeat = 1;

    @Option(names = "--fresh-boot", description = "boot every scenario afresh instead of going on from a saved machine")
    private boolean freshBoot;

    @Option(
            names = "--known-issues",
            paramLabel = "FILE",
            description = "the list of known issues; \"none\" for none (default: test-plans/known-issues.yaml)")
    private @Nullable String knownIssues;

    @Option(
            names = "--bzimage",
            paramLabel = "FILE",
            description = "boot this kernel as it is: nothing is obtained, applied or built")
    private @Nullable Path bzImage;

    @Option(
            names = "--bisect-exit",
            description =
                    "exit codes for git bisect run: 0 good, 1 bad, 125 cannot tell (does not apply, build or boot),"
                            + " 128 for a mistake in the command line")
    private boolean bisectExit;

    @Mixin
    private PlanArguments plan;

    @Mixin
    private SeriesRunArguments arguments;

    @Mixin
    private CompilerArguments compiler;

    @Mixin
    private AnswerArguments answer;

    RunCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (!bisectExit) {
            return answered();
        }
        try {
            return forBisect(answered());
        } catch (InputException e) {
            context.err().println("kharness: " + e.getMessage());
            context.err().flush();
            return BISECT_ABORT;
        }
    }

    private int answered() {
        RunRequest request = request();
        if (arguments.dryRun()) {
            new DryRunPrinter(context).print(request, List.of(), answer);
            return ExitCode.PASS.code();
        }
        return run(request);
    }

    private RunRequest request() {
        KernelArguments.Chosen from =
                bzImage == null ? kernel.choose(context) : new KernelArguments.Chosen("", Optional.empty());
        String asked = series == null ? from.usualSeries() : series;
        return compiler.in(arguments.request(from.spec(), asked, plan.file(context), context))
                .booting(bzImage)
                .against(against)
                .choosing(plan.only(), plan.tag(), positive(repeat))
                .fresh(freshBoot)
                .knowing(PlanFiles.knownIssues(knownIssues, context.top()));
    }

    /** git-bisect(1): 125 skips a commit, codes above 127 stop the bisect. */
    static int forBisect(int code) {
        return code == ExitCode.PASS.code() || code == ExitCode.FAIL.code() ? code : ExitCode.CANNOT_TELL.code();
    }

    private int run(RunRequest request) {
        WholeRun.Result result;
        try (ProgressDisplay progress = answer.progress(context)) {
            result = new WholeRun(context.job(progress)).run(request);
        }
        RunReport report = result.report();
        answer.print(
                result,
                context,
                () -> new SummaryTable(context.outTerminal()).print(report, shown(result.folder()), context.out()));
        return report.exitCode();
    }

    private static int positive(int times) {
        if (times < 1) {
            throw new InputException("--repeat " + times + ": a number from 1 is wanted");
        }
        return times;
    }

    /** Relative to where the user stands, if it is below. */
    static String shown(Path folder) {
        Path here = Path.of("").toAbsolutePath();
        return folder.startsWith(here) ? here.relativize(folder).toString() : folder.toString();
    }
}
