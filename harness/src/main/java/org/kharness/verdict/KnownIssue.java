/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.verdict;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kharness.console.KernelReport;
import org.kharness.plan.Scenario;
import org.kharness.value.Glob;
import org.kharness.value.KernelRange;

/**
 * A defect of released kernels that is understood.
 *
 * @param id a short name
 * @param signature of the kernel's complaint, as {@link KernelReport#signature()} gives it; or a text that the reason of
 *     the failure contains, for defects without a complaint; a star stands for anything in both
 * @param kernel the releases that have it
 * @param variant the variant that shows it; null for a defect that every kernel shows
 * @param scenarios globs of scenario ids where it shows
 * @param sometimes true if a scenario that it concerns may pass and nothing follows from it, as with a race
 * @param reference what mended it or where it is discussed: an upstream subject or a message-id
 */
public record KnownIssue(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String signature,
        @JsonProperty(required = true) KernelRange kernel,
        @Nullable String variant,
        @JsonProperty(required = true) List<String> scenarios,
        boolean sometimes,
        @JsonProperty(required = true) String reference) {
    public KnownIssue {
        scenarios = scenarios == null ? List.of() : List.copyOf(scenarios);
    }

    /**
     * True if it may show in this scenario, or in a repetition of it, on this kernel.
     *
     * @param made the variant that the kernel was made with; "+" joins several
     */
    boolean concerns(String scenario, String release, String made) {
        String written = Scenario.writtenId(scenario);
        return !release.isEmpty()
                && kernel.contains(release)
                && (variant == null || List.of(made.split("\\+", -1)).contains(variant))
                && scenarios.stream().anyMatch(g -> Glob.of(g).matches(written));
    }

    boolean explains(KernelReport complaint) {
        return text().matcher(complaint.signature()).matches();
    }

    boolean explains(String reason) {
        return text().matcher(reason).find();
    }

    private Pattern text() {
        return Pattern.compile(
                Arrays.stream(signature.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
                Pattern.DOTALL);
    }
}
