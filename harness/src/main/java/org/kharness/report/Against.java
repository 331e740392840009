/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.kharness.report.RunReport.ScenarioResult;

/**
 * The same scenarios on the kernel before the series, and what the series changed.
 *
 * @param source where that kernel came from, such as "debian:6.1"
 * @param release what {@code make kernelrelease} gave
 * @param commit its commit; empty for a kernel that was built elsewhere
 * @param differences the scenarios that fail on either, or cannot be compared, in plan order
 */
public record Against(String source, String release, String commit, List<Difference> differences) {
    private static final Set<String> GOOD = Set.of("PASS", "FIXED");
    private static final Set<String> BAD = Set.of("FAIL", "KNOWN");

    public Against {
        differences = List.copyOf(differences);
    }

    /** What the series did to a scenario. */
    public enum Effect {
        /** It passes without the series and fails with it. */
        @JsonProperty("broke")
        BROKE,
        /** It fails with and without, for another reason. */
        @JsonProperty("fails-otherwise")
        FAILS_OTHERWISE,
        /** It fails without the series and passes with it. */
        @JsonProperty("mended")
        MENDED,
        /** It fails with and without for the same reason. */
        @JsonProperty("fails-as-before")
        FAILS_AS_BEFORE,
        /** Either of the two could not be judged. */
        @JsonProperty("cannot-tell")
        CANNOT_TELL;

        /** As people read it: "fails otherwise". */
        public String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * One scenario that does not pass on both.
     *
     * @param variant how the kernels were made; empty for the usual way
     * @param before verdict without the series
     * @param after verdict with it
     * @param reasonBefore what decided without the series
     * @param reasonAfter what decided with it
     */
    public record Difference(
            String id,
            String variant,
            Effect effect,
            String before,
            String after,
            @JsonProperty("reason_before") String reasonBefore,
            @JsonProperty("reason_after") String reasonAfter) {}

    /** Compares. A scenario that one side skipped, or did not run, is told only where it fails on the other. */
    public static Against of(
            String source, String release, String commit, List<ScenarioResult> before, List<ScenarioResult> after) {
        Map<String, ScenarioResult> base = new LinkedHashMap<>();
        before.forEach(r -> base.put(r.id() + ' ' + r.variant(), r));
        List<Difference> differences = new ArrayList<>();
        for (ScenarioResult now : after) {
            ScenarioResult then = base.get(now.id() + ' ' + now.variant());
            if (then == null || (GOOD.contains(then.verdict()) && GOOD.contains(now.verdict()))) {
                continue;
            }
            if (!(then.verdict().equals("SKIP") && now.verdict().equals("SKIP"))) {
                differences.add(difference(then, now));
            }
        }
        return new Against(source, release, commit, differences);
    }

    private static Difference difference(ScenarioResult then, ScenarioResult now) {
        return new Difference(
                now.id(), now.variant(), effect(then, now), then.verdict(), now.verdict(), then.reason(), now.reason());
    }

    private static Effect effect(ScenarioResult then, ScenarioResult now) {
        boolean failed = BAD.contains(then.verdict());
        boolean fails = BAD.contains(now.verdict());
        if (failed && fails) {
            return bare(then.reason()).equals(bare(now.reason())) ? Effect.FAILS_AS_BEFORE : Effect.FAILS_OTHERWISE;
        }
        if (failed) {
            return GOOD.contains(now.verdict()) ? Effect.MENDED : Effect.CANNOT_TELL;
        }
        return fails && GOOD.contains(then.verdict()) ? Effect.BROKE : Effect.CANNOT_TELL;
    }

    /** Addresses, counts and times differ from boot to boot. */
    private static String bare(String reason) {
        return reason.replaceAll("0x[0-9a-f]+|[0-9]+", "N");
    }

    /** How many scenarios the series had this effect on. */
    public long count(Effect effect) {
        return differences.stream().filter(d -> d.effect() == effect).count();
    }

    /** In words: "against debian:6.1 the series broke 1, mended 2". */
    public String headline() {
        List<String> parts = new ArrayList<>();
        for (Effect effect : Effect.values()) {
            long count = count(effect);
            if (count > 0) {
                parts.add(
                        switch (effect) {
                            case BROKE -> "the series broke " + count;
                            case MENDED -> (parts.isEmpty() ? "the series " : "") + "mended " + count;
                            case FAILS_OTHERWISE -> count + " fail otherwise than before";
                            case FAILS_AS_BEFORE -> count + " fail as before";
                            case CANNOT_TELL -> count + " cannot be compared";
                        });
            }
        }
        return "against " + source + " " + (parts.isEmpty() ? "nothing fails on either" : String.join(", ", parts));
    }
}
