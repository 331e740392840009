/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.step;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import org.kharness.agent.GuestCommand;
import org.kharness.poison.PoisonMethod;
import org.kharness.value.Bytes;

/** Makes a file of {@code size} bytes of value {@code fill}, allocated in one go where the file system can. */
@JsonTypeName("file")
@JsonClassDescription("Makes a file, allocated in one go where the file system can.")
public record MakeFile(
        @JsonPropertyDescription("Where.") @JsonProperty(required = true)
        String path,

        @JsonPropertyDescription("How long.") @JsonProperty(required = true)
        Bytes size,

        @JsonPropertyDescription("The value of every byte; 17 if 0 or not given.")
        int fill)
        implements Step {
    @Override
    public List<GuestCommand> commands(String id, PoisonMethod way) {
        return List.of(GuestCommand.of(id, "file")
                .with("path", path)
                .with("size", size.count())
                .with("byte", fill == 0 ? null : fill)
                .build());
    }
}
