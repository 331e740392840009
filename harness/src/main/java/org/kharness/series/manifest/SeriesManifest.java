/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kharness.series.diff.Diffstat;

/**
 * A series pinned by facts: the content of {@code series.yaml} in a folder of kernel-patches/. It never holds the text of
 * other people's patches; {@code file} names a patch of our own beside it. The schema is
 * kernel-patches/series.schema.json.
 *
 * @param schema version of the format, 1
 * @param id the series' name, the same as its folder's
 * @param title what the cover letter calls it
 * @param version N of vN
 * @param cover message-id of the cover letter; empty where there is none
 * @param diffstat of the series as a whole; null where not pinned
 * @param base what the series was made on; null where not pinned
 * @param patches its patches in order
 */
public record SeriesManifest(
        @JsonProperty(required = true) int schema,
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String title,
        int version,
        @Nullable String cover,
        @Nullable Diffstat diffstat,
        @Nullable Base base,
        @JsonProperty(required = true) List<Pinned> patches) {

    public SeriesManifest {
        patches = patches == null ? List.of() : List.copyOf(patches);
    }

    /** Series that come before this one; none if the manifest names none. */
    public List<Prerequisite> prerequisites() {
        Base known = base;
        List<Prerequisite> named = known == null ? null : known.prerequisites();
        return named == null ? List.of() : named;
    }

    /**
     * What a series was made on.
     *
     * @param commit commit or tag; null where not known
     * @param prerequisites series that come before this one
     */
    public record Base(@Nullable String commit, @Nullable List<Prerequisite> prerequisites) {}

    /**
     * A series that comes before this one.
     *
     * @param cover message-id of its cover letter
     * @param title what the cover letter calls it
     * @param patches how many patches it has
     * @param series folder name of its own manifest; null where there is none
     */
    public record Prerequisite(
            @JsonProperty(required = true) String cover,
            @JsonProperty(required = true) String title,
            int patches,
            @Nullable String series) {}

    /**
     * One pinned patch.
     *
     * @param number place in the series, from 1
     * @param subject first line of its commit message
     * @param messageId id of its mail, without angle brackets; null for a patch of our own
     * @param patchId as {@code git patch-id --stable} gives it
     * @param diffstat what it changes; null where not pinned
     * @param file a patch of our own in the manifest's folder; null where the mail must be fetched
     * @param merged how it went upstream; null where it did not under its own subject
     * @param dropped why there is no such commit upstream; null where there is one
     * @param probes what proves its merged form in a tree; all of them must be found
     * @param touches the functions that hold its code in kernels that have it, of whatever release; null where not pinned
     */
    public record Pinned(
            @JsonProperty(required = true) int number,
            @JsonProperty(required = true) String subject,
            @JsonProperty("message_id") @Nullable String messageId,

            @JsonProperty(value = "patch_id", required = true)
            String patchId,

            @Nullable Diffstat diffstat,
            @Nullable String file,
            @Nullable Merged merged,
            @Nullable String dropped,
            @Nullable List<Probe> probes,
            @Nullable List<Touch> touches) {

        /** Where its code is in a kernel that has it in another form; nowhere if the manifest does not say. */
        public List<Touch> allTouches() {
            return touches == null ? List.of() : touches;
        }

        /** The probes, none if the manifest names none. */
        public List<Probe> allProbes() {
            return probes == null ? List.of() : probes;
        }
    }

    /**
     * How a patch went upstream.
     *
     * @param commit the commit, possibly abbreviated
     * @param release the first release that has it
     * @param subject its subject there; null where it did not change
     */
    public record Merged(
            @JsonProperty(required = true) String commit,
            @JsonProperty(required = true) String release,
            @Nullable String subject) {}

    /**
     * Functions of a file; those that a kernel does not have are passed over.
     *
     * @param file path in the tree
     */
    public record Touch(
            @JsonProperty(required = true) String file,
            @JsonProperty(required = true) List<String> functions) {}

    /**
     * A place in a tree that proves something.
     *
     * @param file path in the tree
     * @param match a regular expression that one line of the file must contain
     */
    public record Probe(
            @JsonProperty(required = true) String file,
            @JsonProperty(required = true) String match) {}
}
