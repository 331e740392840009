/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.step;

import static org.kharness.evidence.ScenarioLog.number;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kharness.agent.GuestCommand;
import org.kharness.console.GuestEvent;
import org.kharness.poison.PoisonMethod;
import org.kharness.topology.Topology;

/** Makes and mounts a file system anew, unmounting what is there: for options that one scenario alone needs. */
@JsonTypeName("filesystem")
@JsonClassDescription("Makes and mounts a file system anew.")
public record MakeFileSystem(
        @JsonPropertyDescription("Its type.") @JsonProperty(required = true)
        Topology.FileSystem.Type type,

        @JsonPropertyDescription("Options of mkfs.") @JsonProperty(required = true)
        String mkfs,

        @JsonPropertyDescription("Mount options; dax=always if not given.") @Nullable
        String mount,

        @JsonPropertyDescription("The device; /dev/pmem0 if not given.") @Nullable
        String disk,

        @JsonPropertyDescription("The mount point; /mnt if not given.") @Nullable
        String at)
        implements Step {
    private static final int LIMIT = 60;

    @Override
    public List<GuestCommand> commands(String id, PoisonMethod way) {
        Topology.FileSystem fs = new Topology.FileSystem(type, mkfs, mount, disk, at);
        String where = fs.mountPoint();
        return List.of(GuestCommand.of(id, "run")
                .with("limit", LIMIT)
                .with(
                        "cmd",
                        "{ ! grep -q ' " + where + " ' /proc/mounts || umount " + where + "; } && "
                                + fs.mkfsCommand(mkfs) + " && mkdir -p " + where + " && " + fs.mountCommand())
                .build());
    }

    @Override
    public boolean failed(GuestEvent done) {
        return number(done, "ret") != 0;
    }
}
