/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kharness.failure.InputException;
import org.kharness.failure.KernelBuildException;

class KernelConfigTest {
    private static final String FRAGMENT = """
            # SPDX-License-Identifier: Apache-2.0
            CONFIG_ALPHA=y
            # kharness: if 6.2..
            CONFIG_NEW=y
            # kharness: if ..6.1
            CONFIG_OLD=y
            # kharness: optional
            CONFIG_MAYBE=y
            # CONFIG_NEVER is not set
            CONFIG_TEXT="a b"
            """;

    private static KernelConfig config(String release, String... fragments) {
        List<ConfigFragment> all = new java.util.ArrayList<>();
        for (int i = 0; i < fragments.length; i++) {
            all.add(ConfigFragment.parse("f" + i + ".config", fragments[i]));
        }
        return KernelConfig.of(all, release);
    }

    @ParameterizedTest
    @CsvSource({"6.1.192,CONFIG_OLD,CONFIG_NEW", "6.2.0-rc1,CONFIG_NEW,CONFIG_OLD", "7.0.3,CONFIG_NEW,CONFIG_OLD"})
    void keepsWhatIsForTheKernel(String release, String kept, String left) {
        assertThat(config(release, FRAGMENT).merged())
                .contains(kept + "=y\n")
                .doesNotContain(left)
                .contains("CONFIG_ALPHA=y\n", "CONFIG_MAYBE=y\n", "# CONFIG_NEVER is not set\n");
    }

    @Test
    void aLaterFragmentWins() {
        KernelConfig config = config("6.1.0", "CONFIG_A=y\nCONFIG_B=y\n", "CONFIG_A=m\n");

        assertThat(config.merged()).isEqualTo("CONFIG_B=y\nCONFIG_A=m\n");
    }

    @Test
    void findsWhatAFinishedConfigDoesNotBuild(@TempDir Path folder) throws IOException {
        Path config = Files.writeString(
                folder.resolve(".config"), "CONFIG_IN=y\nCONFIG_MODULE=m\n# CONFIG_OUT is not set\nCONFIG_HZ=250\n");
        List<String> asked = List.of("CONFIG_IN", "CONFIG_MODULE", "CONFIG_OUT", "CONFIG_HZ", "CONFIG_UNHEARD");

        assertThat(KernelConfig.notBuilt(config, asked)).containsExactly("CONFIG_OUT", "CONFIG_UNHEARD");
        assertThat(KernelConfig.notBuilt(folder.resolve("none"), asked)).isEmpty();
    }

    @Test
    void acceptsAConfigWithAllThatIsWanted() {
        String finished = "CONFIG_ALPHA=y\nCONFIG_OLD=y\n# CONFIG_NEVER is not set\nCONFIG_TEXT=\"a b\"\n";

        assertThatCode(() -> config("6.1.0", FRAGMENT).verify(finished, "6.1.0"))
                .doesNotThrowAnyException();
    }

    @Test
    void namesEverySymbolThatWasLostWithItsPlace() {
        String finished = "CONFIG_ALPHA=m\nCONFIG_NEVER=y\nCONFIG_TEXT=\"a\"\n";

        assertThatThrownBy(() -> config("6.1.0", FRAGMENT).verify(finished, "6.1.0"))
                .isInstanceOf(KernelBuildException.class)
                .hasMessageContaining("6.1.0")
                .hasMessageContaining("CONFIG_ALPHA=y (f0.config:2) is m")
                .hasMessageContaining("CONFIG_OLD=y (f0.config:6) is not set")
                .hasMessageContaining("CONFIG_NEVER=n (f0.config:9) is y")
                .hasMessageContaining("CONFIG_TEXT=\"a b\" (f0.config:10) is \"a\"")
                .hasMessageNotContaining("CONFIG_MAYBE");
    }

    @Test
    void digestIgnoresCommentsAndWhatIsForOtherKernels() {
        assertThat(config("6.1.0", "# x\nCONFIG_A=y\n# kharness: if 6.2..\nCONFIG_B=y\n")
                        .digest())
                .isEqualTo(config("6.1.9", "CONFIG_A=y\n").digest())
                .isNotEqualTo(config("6.1.0", "CONFIG_A=m\n").digest());
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONFIG_A", "config_a=y", "A=y", "# kharness: if\nCONFIG_A=y", "# kharness: maybe\n"})
    void refusesWhatItDoesNotUnderstand(String text) {
        assertThatThrownBy(() -> ConfigFragment.parse("x.config", "\n" + text))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("x.config:2: ");
    }

    @Test
    void aFragmentThatIsNotThereIsBadInput() {
        assertThatThrownBy(() -> KernelConfig.read(List.of(Path.of("no/such.config")), "6.1.0"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no/such.config");
    }
}
