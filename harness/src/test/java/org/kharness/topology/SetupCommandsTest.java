/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kharness.agent.GuestCommand;

class SetupCommandsTest {
    static Stream<Topology> builtIn() {
        return Topology.BUILT_IN.values().stream();
    }

    @ParameterizedTest
    @MethodSource("builtIn")
    void allIsWhatManyShareAndThenTheTopologysOwn(Topology topology) {
        List<GuestCommand> all = SetupCommands.of(topology);
        List<GuestCommand> parts = new ArrayList<>(SetupCommands.shared(topology));
        parts.addAll(SetupCommands.own(topology));
        assertThat(all).isEqualTo(parts);
        assertThat(all).extracting(GuestCommand::id).doesNotHaveDuplicates().allMatch(id -> id.startsWith("setup"));
    }

    @Test
    void whatIsSharedDoesNotDependOnTheTopology() {
        Topology sector = new Topology(
                Topology.Platform.NFIT_TEST,
                List.of(new Topology.Namespace(Topology.Mode.SECTOR, null, null)),
                null,
                List.of());
        Topology raw = Objects.requireNonNull(Topology.BUILT_IN.get("nfit-test"));
        assertThat(SetupCommands.shared(sector))
                .isEqualTo(SetupCommands.shared(raw))
                .isNotEmpty();
        assertThat(SetupCommands.own(sector)).isNotEqualTo(SetupCommands.own(raw));
    }

    @Test
    void pagesOfACxlDeviceAreNotedInPlainMemory() {
        Topology cxl = Objects.requireNonNull(Topology.BUILT_IN.get("cxl"));
        assertThat(cxl.source()).isEqualTo(Topology.Platform.CXL);
        assertThat(SetupCommands.of(cxl))
                .extracting(GuestCommand::line)
                .anyMatch(line -> line.contains("create_pmem_region"))
                .anyMatch(line -> line.contains("-m%20fsdax") && line.endsWith("-M%20mem"));
    }
}
