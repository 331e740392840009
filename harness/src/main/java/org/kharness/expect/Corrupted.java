/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.expect;

import static org.kharness.evidence.ScenarioLog.number;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kharness.console.GuestEvent;
import org.kharness.value.Bytes;
import org.kharness.value.KernelRange;

/** HardwareCorrupted in /proc/meminfo has grown by so many pages at the end. */
@JsonTypeName("corrupted")
@JsonClassDescription("HardwareCorrupted in /proc/meminfo has grown.")
public record Corrupted(
        @JsonPropertyDescription("By so many pages.") @JsonProperty(required = true)
        int pages,

        @JsonPropertyDescription("The kernels for which it holds; all if not given.") @Nullable
        KernelRange when)
        implements Expectation {
    @Override
    public void check(ScenarioEvidence evidence) {
        String what = "HardwareCorrupted grows by " + pages + " pages";
        List<GuestEvent> states = evidence.part().events("state");
        if (states.size() < 2) {
            evidence.findings().open(what);
            return;
        }
        GuestEvent last = states.get(states.size() - 1);
        long kib = number(last, "corrupted_kib") - number(states.get(0), "corrupted_kib");
        evidence.judge(kib * 1024 == pages * Bytes.PAGE.count(), what, "by " + kib + " KiB", last);
    }
}
