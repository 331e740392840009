/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.build.KernelRecipe;
import org.kharness.failure.InputException;

class ConfigurationTest {
    private static final List<String> FOLDERS = List.of("CONFIG_MODULES=y", "CONFIG_XFS_FS=m");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "usual | usual",
                "usual,off:FS_DAX,modules,32bit,w1,sparse | usual off:FS_DAX modules 32bit w1 sparse",
                "on:XFS_DEBUG, w1, on:XFS_DEBUG | on:XFS_DEBUG w1",
                "off:CONFIG_FS_DAX | off:FS_DAX",
            })
    void aListNamesEachOnce(String text, String names) {
        assertThat(Configuration.list(text).stream().map(Configuration::name).collect(Collectors.joining(" ")))
                .isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "usual,of:X | no configuration is called 'of:X'",
                "W1 | no configuration is called 'W1'",
                "off | no configuration is called 'off'",
                "w1:X | no configuration is called 'w1:X'",
                "usual, | no configuration is called ''",
                "off:A-B | no symbol of Kconfig: 'off:A-B'",
                "off: | no symbol of Kconfig: 'off:'",
            })
    void aNameThatIsNoneIsTheUsersFault(String text, String message) {
        assertThatThrownBy(() -> Configuration.list(text))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "'usual,w1', true",
        "'w1,nonsense', true",
        "off:X, true",
        "32bit, true",
        "Sparse, true",
        "v6.1..topic, false",
        "lore:20240101@example.org, false",
        "../modules.mbox, false",
        "on/topic..HEAD, false",
        "usually, false",
    })
    void aSeriesIsToldFromAList(String word, boolean list) {
        assertThat(Configuration.isMeantBy(word)).isEqualTo(list);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "usual | [] {}",
                "off:FS_DAX | [# CONFIG_FS_DAX is not set] {}",
                "on:FS_DAX | [CONFIG_FS_DAX=y] {}",
                "modules | [CONFIG_MODULES=y, CONFIG_XFS_FS=m] {}",
                "32bit | [] {ARCH=i386}",
                "w1 | [] {W=1, cmd_checkdoc=}",
                "sparse | [] {C=2}",
            })
    void eachAddsItsOwnToTheRecipe(String name, String added) {
        KernelRecipe recipe = Configuration.list(name).get(0).recipe(FOLDERS);
        assertThat(recipe.items() + " " + recipe.make()).isEqualTo(added);
    }

    @Test
    void aFileOfItsHasNoColonInItsName() {
        assertThat(Configuration.list("off:FS_DAX").get(0).file()).isEqualTo("off-FS_DAX");
    }
}
