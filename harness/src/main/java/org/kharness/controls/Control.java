/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.controls;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kharness.value.KernelRange;
import org.kharness.variant.Variant;

/**
 * One deliberately broken kernel: a patch that takes one effect away.
 *
 * @param id a short name
 * @param title one line
 * @param breaks the effect that is gone
 * @param patch the patch of the pinned series whose effect it takes away; null where it re-creates a historical defect
 * @param fix the subject of the upstream fix that it undoes; null where it stands for a patch of the series
 * @param files patches, by the kernels they are for
 * @param caughtBy globs of the scenarios expected to catch it, the surest first
 * @param variant the variant whose kernel catches it; null where the usual one does
 * @param also other variants whose kernels catch it too
 * @param plan the only plan that is to catch it, by name; null where any plan on the effect may
 * @param whyCaught what these scenarios will see
 */
public record Control(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String title,
        @JsonProperty(required = true) String breaks,
        @Nullable Integer patch,
        @Nullable String fix,
        @JsonProperty(required = true) List<File> files,
        @JsonProperty(required = true) List<String> caughtBy,
        @Nullable String variant,
        @Nullable List<String> also,
        @Nullable String plan,
        String whyCaught) {
    public Control {
        files = files == null ? List.of() : List.copyOf(files);
        caughtBy = caughtBy == null ? List.of() : List.copyOf(caughtBy);
        also = also == null ? List.of() : List.copyOf(also);
        whyCaught = whyCaught == null ? "" : whyCaught;
    }

    /** A patch file beside the manifest, and the kernels it applies to. */
    public record File(
            @JsonProperty(required = true) KernelRange kernel,
            @JsonProperty(required = true) String file) {}

    /** The patch file for a kernel; empty where the control is not for it. */
    public Optional<String> fileFor(String release) {
        return files.stream()
                .filter(f -> f.kernel().contains(release))
                .map(File::file)
                .findFirst();
    }

    /** True if this plan is to catch it. */
    boolean isForPlan(String name) {
        return plan == null || plan.equals(name);
    }

    /** True if a kernel made so is to catch it: the usual one for a control that names no variant. */
    boolean isFor(Variant made) {
        String own = variant;
        return own == null
                ? made.plain()
                : made.has(own)
                        || java.util.Objects.requireNonNull(also).stream().anyMatch(made::has);
    }

    /** What it stands for, in a few words. */
    public String standsFor() {
        String own = variant;
        if (own != null) {
            return own;
        }
        return patch != null ? "patch " + patch : fix != null ? "before: " + fix : "plan " + plan;
    }
}
