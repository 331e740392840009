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
import org.kharness.console.GuestEvent;
import org.kharness.evidence.ScenarioLog;
import org.kharness.poison.PoisonMethod;
import org.kharness.topology.NfitTest;

/** Lets blocks of the topology's namespace have errors: ndctl-inject-error(1). The kernel learns of them by a notice or a scrub. */
@JsonTypeName("inject-error")
@JsonClassDescription("Lets blocks of the namespace have errors, ndctl-inject-error(1); topology nfit-test.")
public record InjectError(
        @JsonPropertyDescription(
                "The first block, in the namespace's own block size: 512 bytes, in sector mode its sectors.")
        @JsonProperty(required = true)
        String block,

        @JsonPropertyDescription("How many; one if not given.")
        int count,

        @JsonPropertyDescription("True: the platform does not notify the kernel, which learns of it by a scrub.")
        boolean noNotify,

        @JsonPropertyDescription("A name: the step may fail, and expectations speak of its result under this name.")
        @Nullable
        String as)
        implements Step {
    @Override
    public List<GuestCommand> commands(String id, PoisonMethod way) {
        String silent = noNotify ? " --no-notify" : "";
        return List.of(GuestCommand.of(id, "run")
                .with(
                        "cmd",
                        "ndctl inject-error" + silent + " --block=" + block + " --count=" + Math.max(1, count) + " "
                                + NfitTest.NAMESPACE + " > /dev/null && echo firmware has errors in "
                                + Math.max(1, count)
                                + " blocks from block " + block + " on, the kernel is " + (noNotify ? "not " : "")
                                + "notified")
                .build());
    }

    @Override
    public boolean failed(GuestEvent done) {
        return ScenarioLog.number(done, "ret") != 0;
    }

    @Override
    public Optional<String> label() {
        return Optional.ofNullable(as);
    }
}
