/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.kharness.host.Accelerator;
import org.kharness.host.HostProbe;
import org.kharness.stage.DryRun;
import org.kharness.stage.RunRequest;

/** Prints what {@code --dry-run} tells. */
final class DryRunPrinter {
    private final CliContext context;

    DryRunPrinter(CliContext context) {
        this.context = context;
    }

    /** Prints it in words. */
    void print(RunRequest request, List<String> more) {
        worked(request, more).lines().forEach(context.out()::println);
        context.out().flush();
    }

    /**
     * Prints it in the form in which the command would answer.
     *
     * @param more what the job does besides, a line each
     * @throws org.kharness.failure.InputException if that form is for what was run
     */
    void print(RunRequest request, List<String> more, AnswerArguments answer) {
        DryRun dryRun = worked(request, more);
        answer.printDryRun(dryRun, context, () -> dryRun.lines().forEach(context.out()::println));
    }

    /** Prints several in words with an empty line between, or all of them as one array of JSON. */
    void printAll(List<RunRequest> requests, boolean json) {
        List<DryRun> all = requests.stream().map(r -> worked(r, List.of())).toList();
        context.out()
                .println(
                        json
                                ? AnswerArguments.indented(all)
                                : all.stream()
                                        .map(d -> String.join("\n", d.lines()))
                                        .collect(Collectors.joining("\n\n")));
        context.out().flush();
    }

    /** Prints what is done to boot a kernel for a command. */
    void printBoot(RunRequest request, List<String> more) {
        DryRun.booting(request, accelerator(request), more).lines().forEach(context.out()::println);
        context.out().flush();
    }

    private static DryRun worked(RunRequest request, List<String> more) {
        return DryRun.of(request, accelerator(request), more);
    }

    private static Accelerator accelerator(RunRequest request) {
        Accelerator.Kind asked = request.accelerator();
        return asked == null ? new HostProbe(System.getenv()).accelerator() : new Accelerator(asked, "as asked for");
    }
}
