/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.failure.InputException;

class KernelRecipeTest {
    @TempDir
    private Path folder;

    private KernelRecipe fragment(String text) throws IOException {
        return KernelRecipe.of(List.of(Files.writeString(folder.resolve("base.config"), text)));
    }

    private static KernelRecipe added(List<String> items, Map<String, String> make, List<String> modules) {
        return new KernelRecipe(List.of(), items, new TreeMap<>(make), modules);
    }

    @Test
    void aSingleItemWinsOverFragmentsAndIsCheckedLikeThem() throws IOException {
        KernelRecipe recipe = fragment("CONFIG_A=y\n").and(added(List.of("CONFIG_A=m"), Map.of(), List.of()));

        assertThat(recipe.config("6.1.0").merged()).isEqualTo("CONFIG_A=m\n");
        assertThatThrownBy(() -> recipe.config("6.1.0").verify("CONFIG_A=y\n", "6.1.0"))
                .hasMessageContaining("CONFIG_A=m (--configitem:1) is y");
        assertThatThrownBy(() -> added(List.of("A=m"), Map.of(), List.of()).config("6.1.0"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--configitem:1");
    }

    @Test
    void theDigestChangesWithWhateverChangesTheKernel() throws IOException {
        KernelRecipe plain = fragment("CONFIG_A=y\n");
        KernelRecipe flags = plain.and(added(List.of(), Map.of("KCFLAGS", "-g"), List.of()));
        KernelRecipe modules = plain.and(added(List.of(), Map.of(), List.of("tools/testing/nvdimm")));
        KernelConfig config = plain.config("6.1.0");

        assertThat(plain.digest(config)).isEqualTo(config.digest());
        assertThat(List.of(plain.digest(config), flags.digest(config), modules.digest(config)))
                .doesNotHaveDuplicates();
    }

    @Test
    void aMakeVariableHasOneValue() throws IOException {
        KernelRecipe flags = fragment("").and(added(List.of(), Map.of("KCFLAGS", "-g"), List.of()));

        assertThatThrownBy(() -> flags.and(added(List.of(), Map.of("KCFLAGS", "-O1"), List.of())))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("KCFLAGS");
    }
}
