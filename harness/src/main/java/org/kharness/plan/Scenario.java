/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kharness.expect.Expectation;
import org.kharness.poison.PoisonMethod;
import org.kharness.poison.PoisonMethods;
import org.kharness.step.Step;
import org.kharness.topology.Topology;
import org.kharness.value.KernelRange;

/**
 * One thing to try on a ready machine, and what must and must not happen.
 *
 * @param id unique in the plan: the id written there, and for a scenario with a matrix the values, joined by dots
 * @param title one line a developer understands
 * @param proves numbers of the patches in the pinned series whose effect it shows
 * @param tags words to choose scenarios by; "race" also lets the guest's CPUs run at the same time without KVM
 * @param when the kernels it is for; null for all. On another kernel its verdict is SKIP
 * @param topology what the machine is made ready with
 * @param via how memory is poisoned: the id of a {@code PoisonMethod}
 * @param needs what must be there, probed in the guest: a symbol such as CONFIG_XFS_RT or CONFIG_HZ=250, "program:NAME", "path:FILE", or
 *     an ability that the topology's set-up found, such as "reflink"; unmet means SKIP
 * @param variant the variant that its kernel must be made with, alone or among others; null for any kernel. On another
 *     kernel its verdict is SKIP
 * @param require true if a SKIP counts as FAIL
 * @param why where the expectation comes from: kernel documentation or source, one line
 * @param limit seconds the scenario may take on its machine, boot not counted; 60 where none is given
 * @param steps what is done, in order
 * @param expect what must be observed; signals beyond these and any kernel complaint fail the scenario
 */
public record Scenario(
        @JsonPropertyDescription("Letters, digits and dashes.") @JsonProperty(required = true)
        String id,

        @JsonPropertyDescription("One line a developer understands.") @JsonProperty(required = true)
        String title,

        @JsonPropertyDescription("Numbers of the patches in the pinned series whose effect it shows.")
        List<Integer> proves,

        @JsonPropertyDescription(
                "Words to choose scenarios by; race also lets the CPUs of the guest run at the same time without KVM.")
        List<String> tags,

        @JsonPropertyDescription("The kernels it is for.") @Nullable
        KernelRange when,

        @JsonPropertyDescription(
                "A topology's name (xfs, devdax, bare or one of this plan), or one written out; xfs if not given.")
        @JsonProperty(required = true)
        Topology topology,

        @JsonPropertyDescription("How memory is poisoned.") @JsonProperty(required = true)
        String via,

        @JsonPropertyDescription(
                "CONFIG_SYMBOL (y or m), CONFIG_SYMBOL=VALUE, program:NAME, path:FILE or an ability such as reflink; unmet means SKIP.")
        List<String> needs,

        @JsonPropertyDescription(
                "The variant that its kernel must be made with (--variant), such as fault-injection; any if not given.")
        @Nullable
        String variant,

        @JsonPropertyDescription("A SKIP counts as FAIL.") boolean require,

        @JsonPropertyDescription("Where the expectation comes from.")
        String why,

        @JsonPropertyDescription("Seconds it may take, boot not counted; 60 if not given.")
        int limit,

        @JsonPropertyDescription("What is done, in order.") @JsonProperty(required = true)
        List<Step> steps,

        @JsonPropertyDescription("What must be observed.") @JsonProperty(required = true)
        List<Expectation> expect) {
    private static final int DEFAULT_LIMIT = 60;
    private static final Pattern REPETITION = Pattern.compile("#\\d+$");

    public Scenario {
        proves = proves == null ? List.of() : List.copyOf(proves);
        tags = tags == null ? List.of() : List.copyOf(tags);
        needs = needs == null ? List.of() : List.copyOf(needs);
        why = why == null ? "" : why;
        limit = limit == 0 ? DEFAULT_LIMIT : limit;
        steps = steps == null ? List.of() : List.copyOf(steps);
        expect = expect == null ? List.of() : List.copyOf(expect);
    }

    /** How memory is poisoned, which the plan's check found among the ways that there are. */
    public PoisonMethod way() {
        return PoisonMethods.named(via).orElseThrow();
    }

    /** What must be there: what the scenario names, and what its way of poisoning writes to. */
    public List<String> allNeeds() {
        List<String> all = new ArrayList<>(needs);
        PoisonMethods.named(via).flatMap(PoisonMethod::neededFile).ifPresent(file -> all.add("path:" + file));
        return List.copyOf(all);
    }

    /** True if a kernel that was made so will do; a name with "+" is a kernel made with several. */
    public boolean isForVariant(String made) {
        String wanted = variant;
        return wanted == null || List.of(made.split("\\+", -1)).contains(wanted);
    }

    /** True if what it looks for may show only where CPUs really run at the same time. */
    public boolean race() {
        return tags.contains("race");
    }

    /** The same for another round of a run that repeats; its id says which. */
    public Scenario round(int number) {
        return named(id + "#" + number);
    }

    /**
     * The same with steps before its own, and with another limit.
     *
     * @param seconds that it may take on its machine
     */
    public Scenario after(List<Step> first, int seconds) {
        List<Step> all = new ArrayList<>(first);
        all.addAll(steps);
        return new Scenario(
                id, title, proves, tags, when, topology, via, needs, variant, require, why, seconds, all, expect);
    }

    /** The id that the plan has for a scenario, whatever the round. */
    public static String writtenId(String id) {
        return REPETITION.matcher(id).replaceFirst("");
    }

    /** The same under another id. */
    public Scenario named(String other) {
        return new Scenario(
                other, title, proves, tags, when, topology, via, needs, variant, require, why, limit, steps, expect);
    }
}
