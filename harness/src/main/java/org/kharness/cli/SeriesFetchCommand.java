/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.util.concurrent.Callable;
import org.kharness.cache.Cache;
import org.kharness.failure.ExitCode;
import org.kharness.series.PatchSeries;
import org.kharness.series.source.SeriesFetcher;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kharness series fetch}. */
@Command(
        name = "fetch",
        mixinStandardHelpOptions = true,
        description = "Gets the mails that a manifest pins into the cache; accepts only the pinned ones.")
final class SeriesFetchCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private SeriesArguments arguments;

    @ArgGroup(validate = false, heading = "%nWhich mails of a series, and how they are read:%n")
    private PickArguments pick = new PickArguments();

    @Option(
            names = "--from",
            required = true,
            paramLabel = "SOURCE",
            description = "an mbox, a folder of mails, a public-inbox archive, or lore")
    private String from = "";

    SeriesFetchCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Cache cache = Cache.open();
        PatchSeries fetched;
        try (ProgressDisplay progress = context.progress()) {
            progress.stage("fetch");
            var source = pick.wishes().source(context.top().resolve("kernel-patches"), cache, progress);
            fetched = new SeriesFetcher(source, cache).fetch(arguments.name(), from);
        }
        context.out().println(fetched.patches().size() + " patches of " + fetched.id() + " are in the cache");
        return ExitCode.PASS.code();
    }
}
