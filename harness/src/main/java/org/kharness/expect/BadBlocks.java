/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.expect;

import static org.kharness.evidence.ScenarioLog.number;
import static org.kharness.evidence.ScenarioLog.text;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kharness.console.GuestEvent;
import org.kharness.evidence.ScenarioLog;
import org.kharness.value.Bytes;
import org.kharness.value.KernelRange;

/**
 * What the disk's bad blocks are at the end: all of them, or whether the poisoned page is among them; false: there are none at
 * all; neither given: as the way of poisoning delivers.
 */
@JsonTypeName("badblocks")
@JsonClassDescription("The disk's bad blocks at the end.")
public record BadBlocks(
        @JsonPropertyDescription(
                "True: the poisoned page is among them; false: there are none; not given: as the way of poisoning delivers.")
        @Nullable
        Boolean poisoned,

        @JsonPropertyDescription(
                "All there are, instead of poisoned: disk, first sector and number of sectors, \"pmem0 8 2; pmem0 64 1\".")
        @Nullable
        String exactly,

        @JsonPropertyDescription("The kernels for which it holds; all if not given.") @Nullable
        KernelRange when)
        implements Expectation {
    /** Bad blocks are counted in sectors of this size (block/badblocks.c). */
    private static final int SECTOR = 512;

    @Override
    public void check(ScenarioEvidence evidence) {
        boolean wanted = poisoned == null ? evidence.way().addsBadblock() : poisoned;
        String what = wanted ? "the poisoned page is a bad block" : "no bad blocks";
        Optional<GuestEvent> state = evidence.part().last("state");
        boolean all = state.isPresent() && state.get().fields().has("bad");
        if (state.isEmpty() || (exactly != null && !all)) {
            evidence.findings().open(what);
            return;
        }
        if (all) {
            String ranges = wanted
                    ? BadRanges.of(
                            evidence.part().events("poison"), evidence.part().release())
                    : "";
            String expected = exactly == null ? ranges : exactly;
            String bad = text(state.get(), "bad");
            String words = expected.isEmpty() ? "no bad blocks" : "bad blocks are " + expected;
            evidence.judge(bad.equals(expected), words, "they are \"" + bad + "\"", state.get());
            return;
        }
        String listed = text(state.get(), "badblocks");
        boolean ok = wanted ? coversPoison(evidence.part(), listed) : listed.isEmpty();
        evidence.judge(ok, what, "badblocks are \"" + listed + "\"", state.get());
    }

    /** True if one of the ranges "sector count; ..." covers the page poisoned last, as far as its place on disk is known. */
    private static boolean coversPoison(ScenarioLog part, String listed) {
        Optional<GuestEvent> poison = part.last("poison");
        if (listed.isEmpty() || poison.isEmpty()) {
            return false;
        }
        long sector = number(poison.get(), "sector");
        for (String range : listed.split(";", -1)) {
            String[] numbers = range.strip().split(" ", -1);
            if (numbers.length == 2) {
                long start = Long.parseLong(numbers[0]);
                long count = Long.parseLong(numbers[1]);
                if (sector < 0 || (start <= sector && sector + Bytes.PAGE.count() / SECTOR <= start + count)) {
                    return true;
                }
            }
        }
        return false;
    }
}
