/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.step;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kharness.agent.GuestCommand;
import org.kharness.poison.PoisonMethod;
import org.kharness.topology.NfitTest;
import org.kharness.value.Bytes;

/**
 * Puts records of errors into the emulated firmware as its own functions take them, ARS error inject and clear. ndctl knows single
 * blocks only, and starts a program for each.
 */
@JsonTypeName("inject-record")
@JsonClassDescription(
        "Puts records of errors, of any length, into the firmware's list or takes them out; nobody is notified. Topologies of nfit-test.")
public record InjectRecord(
        @JsonPropertyDescription(
                "The sector of 512 bytes with which the first record begins, from where the namespace begins, its info block included.")
        @JsonProperty(required = true)
        long block,

        @JsonPropertyDescription("Length of each record; 512 if not given.") @Nullable
        Bytes length,

        @JsonPropertyDescription("How many; one if not given.")
        int count,

        @JsonPropertyDescription("Sectors from the begin of one record to the begin of the next; 8 if not given.")
        int every,

        @JsonPropertyDescription("True: these errors are taken out again; the kernel keeps what it knows.")
        boolean remove,

        @JsonPropertyDescription("A name: the step may fail, and expectations speak of its result under this name.")
        @Nullable
        String as)
        implements Step {
    /** What the scrub's answer has room for (nfit_test_cmd_ars_cap() and post_ars_status() in tools/testing/nvdimm). */
    private static final int MOST = 170;

    @Override
    public List<GuestCommand> commands(String id, PoisonMethod way) {
        return List.of(GuestCommand.of(id, "firmware-records")
                .with("bus", NfitTest.BUS)
                .with("namespace", NfitTest.NAME_FILE)
                .with("block", block)
                .with("bytes", Bytes.countOf(length))
                .with("count", count == 0 ? null : count)
                .with("every", every == 0 ? null : every)
                .with("remove", remove ? 1 : null)
                .build());
    }

    @Override
    public Optional<String> label() {
        return Optional.ofNullable(as);
    }

    @Override
    public Optional<String> problem(PoisonMethod way) {
        return count > MOST
                ? Optional.of("inject-record: a scrub's answer has room for " + MOST + " records")
                : Optional.empty();
    }
}
