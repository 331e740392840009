/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.kharness.build.AbandonedContainers;
import org.kharness.cache.AtWork;
import org.kharness.cache.Cache;
import org.kharness.cli.TextTable.Cell;
import org.kharness.nightly.Sweep;
import org.kharness.stage.Stages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kharness gc}: makes room of what nights left. */
@Command(
        name = "gc",
        mixinStandardHelpOptions = true,
        description = "Removes reports of nights that no page shows any more and commits that only they ran; where the"
                + " configuration's 'keep' sets a limit, also kernels and histories that were used longest ago."
                + " What a page leads to, and what is in use, stays.")
final class GcCommand implements Callable<Integer> {
    private final CliContext context;

    @Option(names = "--config", paramLabel = "FILE", required = true, description = "as for nightly")
    private Path config = Path.of("");

    @Option(names = "--dry-run", description = "tell what would go, and remove nothing")
    private boolean dryRun;

    @Option(names = "--json", description = "print what went as JSON")
    private boolean json;

    GcCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Cache cache = Cache.open();
        AtWork.begin(cache);
        AbandonedContainers.clear(cache);
        Sweep.Swept swept = Sweep.run(config, cache, Stages.kernels(cache), dryRun);
        if (json) {
            context.out().println(AnswerArguments.indented(swept));
        } else {
            TextTable table = new TextTable(context.outTerminal(), dryRun ? "WOULD GO" : "GONE", "SIZE", "WHERE");
            swept.items()
                    .forEach(i -> table.row(Cell.of(i.what()), Cell.of(Sweep.size(i.bytes())), Cell.of(i.where())));
            if (!swept.items().isEmpty()) {
                table.print(context.out());
            }
            swept.remarks().forEach(r -> context.out().println("note     " + r));
            context.out().println((dryRun ? "would be " : "") + swept.inWords());
        }
        context.out().flush();
        return 0;
    }
}
