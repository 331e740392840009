/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.controls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.failure.InputException;
import org.kharness.plan.PlanReader;

/** The project's own controls: enough of them, each with its patch and scenarios that exist. */
class ControlsManifestTest {
    private static final Path FOLDER = Path.of("..", "kernel-patches", "controls");

    @TempDir
    Path dir;

    @Test
    void standsForEveryPatchWithAnEffectAndForEightDefects() {
        List<Control> controls = ControlsManifest.read(FOLDER).controls();
        assertThat(controls).hasSizeGreaterThanOrEqualTo(20);
        var byPatch = controls.stream()
                .filter(c -> c.patch() != null)
                .collect(Collectors.groupingBy(Control::patch, Collectors.counting()));
        assertThat(IntStream.rangeClosed(2, 9).boxed())
                .allSatisfy(n -> assertThat(byPatch).containsKey(n));
        assertThat(List.of(4, 6, 8, 9))
                .allSatisfy(n -> assertThat(byPatch.get(n)).isGreaterThanOrEqualTo(2));
        assertThat(controls.stream().filter(c -> c.fix() != null)).hasSizeGreaterThanOrEqualTo(8);
    }

    @Test
    void namesScenariosThatExistAndUsesEveryPatchFile() throws IOException {
        List<Path> ids = Stream.of("fsdax-rmap.yaml", "fault-injection.yaml", "hardware.yaml", "ndctl-inject.yaml")
                .flatMap(plan -> new PlanReader().read(Path.of("..", "test-plans", plan)).scenarios().stream())
                .map(s -> Path.of(s.id()))
                .toList();
        Set<String> used = new HashSet<>();
        for (Control c : ControlsManifest.read(FOLDER).controls()) {
            c.files().forEach(f -> used.add(f.file()));
            assertThat(c.caughtBy())
                    .as(c.id())
                    .isNotEmpty()
                    .allSatisfy(glob -> assertThat(ids)
                            .anyMatch(id -> FileSystems.getDefault()
                                    .getPathMatcher("glob:" + glob)
                                    .matches(id)));
        }
        try (var files = Files.list(FOLDER)) {
            assertThat(files.map(f -> String.valueOf(f.getFileName())).filter(f -> f.endsWith(".patch")))
                    .containsExactlyInAnyOrderElementsOf(used);
        }
    }

    @Test
    void refusesWhatCannotBe() throws IOException {
        String good = """
                schema: 1
                controls:
                  - {id: a, title: t, breaks: b, patch: 1, files: [{kernel: ">= 6.1", file: a.patch}], caught-by: [x]}
                """;
        Files.writeString(dir.resolve("a.patch"), "");
        refused(good.replace("a.patch", "../a.patch"), "not beside the manifest");
        refused(good.replace("a.patch", "b.patch"), "not beside the manifest");
        refused(good.replace("patch: 1", "patch: 1, fix: f"), "one of patch and fix");
        refused(good.replace("schema: 1", "schema: 2"), "controls schema 2");
        refused(good.replace("caught-by", "caughtby"), ":3:");
        Files.writeString(dir.resolve(ControlsManifest.FILE), good);
        assertThat(ControlsManifest.read(dir).controls().get(0).fileFor("6.1.5"))
                .contains("a.patch");
        assertThat(ControlsManifest.read(dir).controls().get(0).fileFor("5.10.5"))
                .isEmpty();
    }

    private void refused(String manifest, String message) throws IOException {
        Files.writeString(dir.resolve(ControlsManifest.FILE), manifest);
        assertThatThrownBy(() -> ControlsManifest.read(dir))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }
}
