/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code kharness doctor}. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Tells what is there, what is missing, and what would be used.")
final class DoctorCommand implements Callable<Integer> {
    private final CliContext context;

    DoctorCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        context.out().println("not yet");
        return 0;
    }
}
