/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.debian;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrivateAptTest {
    private static final String ANSWER = "'http://deb.example.org/pool/linux-source-6.12_6.12.1-1_all.deb'"
            + " linux-source-6.12_6.12.1-1_all.deb 1000 SHA256:" + "ab".repeat(32) + "\n";

    @Test
    void aPackageThatOnlyBeginsWithTheNameIsAnother() {
        assertThat(PrivateApt.named("linux-source-6.1", ANSWER)).isEmpty();
        assertThat(PrivateApt.named("linux-source-6.12", ANSWER))
                .hasValueSatisfying(p -> assertThat(p.size()).isEqualTo(1000));
    }
}
