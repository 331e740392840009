/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kharness.stage.SeriesWishes;
import picocli.CommandLine.Option;

/** Which posting of a series is meant and how its mails are read; one text for every command that takes a series. */
final class PickArguments {
    @Option(
            names = "--version-number",
            paramLabel = "N",
            description = "take version N of the series (default: the newest)")
    int version;

    @Option(names = "--message-id", paramLabel = "ID", description = "take the posting that this mail belongs to")
    @Nullable
    String messageId;

    @Option(names = "--complete", description = "refuse a series of which a patch is not there (default: say so)")
    boolean complete;

    @Option(names = "--trailers", description = "add Reviewed-by, Fixes and friends from replies to the patches")
    boolean trailers;

    @Option(names = "--cover-trailers", description = "as --trailers, and those in replies to the cover letter to all")
    boolean coverTrailers;

    @Option(names = "--scissors", description = "forget what stands before a scissors line, as git am --scissors")
    boolean scissors;

    @Option(names = "--keep-cr", description = "keep CR at line ends, as git am --keep-cr")
    boolean keepCr;

    @Option(
            names = "--lore",
            paramLabel = "URL",
            description = "the public-inbox server to ask (default: https://lore.kernel.org/all/)")
    @Nullable
    String lore;

    @Option(
            names = "--dkim-keys",
            paramLabel = "FILE",
            description = "keys to check DKIM signatures with, a line each: NAME._domainkey.DOMAIN and its TXT record")
    @Nullable
    String dkimKeys;

    @Option(names = "--dkim-dns", description = "ask the DNS for the keys of DKIM signatures")
    boolean dkimDns;

    @Option(
            names = "--patatt-keys",
            paramLabel = "DIR",
            description = "keys to check developers' signatures with, laid out as patatt's (ed25519/DOMAIN/NAME/KEY)")
    @Nullable
    String patattKeys;

    @Option(
            names = "--prerequisite",
            paramLabel = "SERIES",
            description = "a series that goes in before; may be given several times")
    List<String> prerequisites = new ArrayList<>();

    /** What was said, with nothing about how it is applied. */
    SeriesWishes wishes() {
        return new SeriesWishes(
                version,
                messageId,
                complete,
                trailers,
                coverTrailers,
                scissors,
                keepCr,
                lore,
                dkimKeys,
                dkimDns,
                patattKeys,
                prerequisites,
                null,
                false,
                0,
                null,
                false);
    }
}
