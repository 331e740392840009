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

    /**
     * Prints.
     *
     * @param more what the job does besides, a line each
     */
    void print(RunRequest request, List<String> more) {
        Accelerator.Kind asked = request.accelerator();
        Accelerator accelerator =
                asked == null ? new HostProbe(System.getenv()).accelerator() : new Accelerator(asked, "as asked for");
        DryRun.of(request, accelerator, more).lines().forEach(context.out()::println);
        context.out().flush();
    }
}
