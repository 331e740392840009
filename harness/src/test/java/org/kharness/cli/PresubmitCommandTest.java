/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.failure.InputException;

class PresubmitCommandTest {
    @ParameterizedTest
    @CsvSource({
        "v6.1..topic, git:linux, git:linux@v6.1, git:linux@v6.1..topic",
        "v6.1.., git:linux@main, git:linux@v6.1, git:linux@v6.1..HEAD",
        "HEAD~3..HEAD, git:../a@b/linux, git:../a@b/linux@HEAD~3, git:../a@b/linux@HEAD~3..HEAD",
        "fsdax-rmap-v8, debian:6.1, debian:6.1, fsdax-rmap-v8",
        "../v2.mbox, git:linux@v6.1, git:linux@v6.1, ../v2.mbox",
        "git:x@a..b, debian:6.1, debian:6.1, git:x@a..b",
    })
    void rangesAreOfTheKernelsOwnRepository(String series, String kernel, String base, String patches) {
        assertThat(PresubmitCommand.Asked.of(series, kernel)).isEqualTo(new PresubmitCommand.Asked(base, patches));
    }

    @Test
    void aRangeNeedsARepository() {
        assertThatThrownBy(() -> PresubmitCommand.Asked.of("a..b", "debian:6.1"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--kernel git:PATH");
    }
}
