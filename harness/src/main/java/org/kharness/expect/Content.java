/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.expect;

import static org.kharness.evidence.ScenarioLog.number;
import static org.kharness.evidence.ScenarioLog.text;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kharness.agent.GuestCommand;
import org.kharness.console.GuestEvent;
import org.kharness.value.Bytes;
import org.kharness.value.KernelRange;

/**
 * What a range of a file reads as at the end.
 */
@JsonTypeName("content")
@JsonClassDescription("What a range of a file reads as at the end.")
public record Content(
        @JsonPropertyDescription("The file.") @JsonProperty(required = true)
        String file,

        @JsonPropertyDescription("Offset.") @Nullable Bytes at,

        @JsonPropertyDescription("How much; a page if not given.") @Nullable
        Bytes length,

        @JsonPropertyDescription("The value of every byte.") int fill,

        @JsonPropertyDescription("The error that reading must answer.") @Nullable
        String errno,

        @JsonPropertyDescription("The kernels for which it holds; all if not given.") @Nullable
        KernelRange when)
        implements Expectation {
    @Override
    public Optional<GuestCommand> look(String id) {
        return Optional.of(GuestCommand.of(id, "content")
                .with("path", file)
                .with("at", from())
                .with("length", size())
                .build());
    }

    private long from() {
        return at == null ? 0 : at.count();
    }

    private long size() {
        return (length == null ? Bytes.PAGE : length).count();
    }

    @Override
    public void check(ScenarioEvidence evidence) {
        String range = file + " at 0x" + Long.toHexString(from()) + ", 0x" + Long.toHexString(size()) + " bytes,";
        String what = range + (errno == null ? " reads as " + fill : " answers " + errno);
        Optional<GuestEvent> seen = evidence.part().events("content").stream()
                .filter(c -> text(c, "path").equals(file) && number(c, "at") == from() && number(c, "length") == size())
                .findFirst();
        if (seen.isEmpty()) {
            evidence.findings().open(what);
            return;
        }
        GuestEvent c = seen.get();
        String got = text(c, "errno");
        boolean ok = errno == null
                ? got.equals("0") && number(c, "min") == fill && number(c, "max") == fill
                : got.equals(errno);
        String was = got.equals("0") ? "bytes from " + number(c, "min") + " to " + number(c, "max") : "answered " + got;
        evidence.judge(ok, what, was, c);
    }
}
