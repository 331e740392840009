/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;
import org.kharness.progress.Progress;
import org.kharness.series.mail.MailFiles;
import org.kharness.series.source.RequestedSeries;
import org.kharness.series.source.SeriesOptions;
import org.kharness.series.source.SeriesSource;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How a user names a series; shared by the commands that take one. */
final class SeriesArguments {
    @Parameters(
            paramLabel = "SERIES",
            description =
                    "a folder name under kernel-patches/; the path of an mbox, a folder of mails, a Maildir, an MH"
                            + " folder or a quilt folder; - for standard input; git:PATH@A..B; inbox:PATH#MESSAGE-ID;"
                            + " lore:MESSAGE-ID; an address of lore or patchwork as the browser shows it")
    private String series = "";

    @Option(
            names = "--version-number",
            paramLabel = "N",
            description = "take version N of the series (default: the newest)")
    private int version;

    @Option(names = "--message-id", paramLabel = "ID", description = "take the posting that this mail belongs to")
    private @Nullable String messageId;

    @Option(names = "--complete", description = "refuse a series of which a patch is not there (default: say so)")
    private boolean complete;

    @Option(names = "--trailers", description = "add Reviewed-by, Fixes and friends from replies to the patches")
    private boolean trailers;

    @Option(names = "--cover-trailers", description = "as --trailers, and those in replies to the cover letter to all")
    private boolean coverTrailers;

    @Option(names = "--scissors", description = "forget what stands before a scissors line, as git am --scissors")
    private boolean scissors;

    @Option(names = "--keep-cr", description = "keep CR at line ends, as git am --keep-cr")
    private boolean keepCr;

    @Option(
            names = "--lore",
            paramLabel = "URL",
            description = "the public-inbox server to ask (default: ${DEFAULT-VALUE})")
    private String lore = SeriesOptions.DEFAULT.lore().toString();

    @Option(
            names = "--prerequisite",
            paramLabel = "SERIES",
            description = "a series that goes in before; may be given several times")
    private List<String> prerequisites = new ArrayList<>();

    /** The finder with the user's options. */
    SeriesSource source(Path top, Cache cache, Progress progress) {
        URI server;
        try {
            server = URI.create(lore);
        } catch (IllegalArgumentException e) {
            throw new InputException("--lore " + lore + ": not a URL", e);
        }
        SeriesOptions.ReplyLines lines = coverTrailers
                ? SeriesOptions.ReplyLines.COVER
                : trailers ? SeriesOptions.ReplyLines.PATCHES : SeriesOptions.ReplyLines.NONE;
        String id = messageId == null ? null : messageId.strip().replaceAll("^<|>$", "");
        MailFiles.Reading reading = new MailFiles.Reading(scissors, keepCr);
        SeriesOptions options = new SeriesOptions(version, id, lines, complete, reading, server);
        return new SeriesSource(top.resolve("kernel-patches"), cache, options, progress);
    }

    /** The series with its prerequisites: those of its manifest, then those named on the command line. */
    RequestedSeries open(Path top, Cache cache, Progress progress) {
        SeriesSource source = source(top, cache, progress);
        RequestedSeries found = source.open(series);
        if (prerequisites.isEmpty()) {
            return found;
        }
        SeriesSource plain = new SeriesSource(top.resolve("kernel-patches"), cache, SeriesOptions.DEFAULT, progress);
        List<RequestedSeries> before = new ArrayList<>(found.prerequisites());
        prerequisites.forEach(spec -> before.add(plain.open(spec)));
        return found.after(before);
    }

    /** The series as the user wrote it. */
    String name() {
        return series;
    }
}
