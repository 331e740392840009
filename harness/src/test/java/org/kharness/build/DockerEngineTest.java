/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerEngineTest {
    /** What docker info says where it runs with and without --selinux-enabled. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name=seccomp,profile=default | false",
                "name=apparmor name=seccomp,profile=builtin name=cgroupns | false",
                "name=seccomp,profile=/etc/name=selinux.json | false",
                "name=seccomp,profile=default name=selinux | true",
                "'' | false",
            })
    void theEngineSaysWhetherItGivesLabels(String options, boolean labels) {
        assertThat(DockerEngine.labels(Arrays.asList(options.split(" ", -1)))).isEqualTo(labels);
    }
}
