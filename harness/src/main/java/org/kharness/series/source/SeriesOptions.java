/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What the user may say about how a series is picked.
 *
 * @param version the N of vN to take; 0 for the newest
 * @param messageId id of a mail of the posting to take; null where the version says enough
 * @param trailers true to add Reviewed-by and friends from replies to the commit messages
 * @param scissors true to cut messages at a scissors line, as {@code git am --scissors}
 * @param lore the public-inbox server to ask
 */
public record SeriesOptions(int version, @Nullable String messageId, boolean trailers, boolean scissors, URI lore) {
    /** Newest version, messages as they are, and the kernel's own mail archive. */
    public static final SeriesOptions DEFAULT =
            new SeriesOptions(0, null, false, false, URI.create("https://lore.kernel.org/all/"));

    /** The same options for the posting that a mail belongs to. */
    public SeriesOptions about(String id) {
        return new SeriesOptions(version, id, trailers, scissors, lore);
    }
}
