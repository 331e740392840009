/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.util.List;
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

    private static DryRun worked(RunRequest request, List<String> more) {
        Accelerator.Kind asked = request.accelerator();
        Accelerator accelerator =
                asked == null ? new HostProbe(System.getenv()).accelerator() : new Accelerator(asked, "as asked for");
        return DryRun.of(request, accelerator, more);
    }
}
