/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.failure.InputException;

class ManifestReaderTest {
    private static final String GOOD = """
            schema: 1
            id: mine
            title: t
            patches:
              - number: 1
                subject: s
                message_id: m@x
                patch_id: 0123456789abcdef0123456789abcdef01234567
                probes:
                  - {file: mm/x.c, match: 'foo\\('}
            """;

    @TempDir
    private Path dir;

    private SeriesManifest read(String text) throws Exception {
        return ManifestReader.read(Files.writeString(dir.resolve("series.yaml"), text));
    }

    @Test
    void readsOne() throws Exception {
        SeriesManifest manifest = read(GOOD);
        assertThat(manifest.patches().get(0).allProbes()).containsExactly(new SeriesManifest.Probe("mm/x.c", "foo\\("));
        assertThat(manifest.prerequisites()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "title: t|titel: t|:3:",
                "number: 1|number: one|:5:",
                "number: 1|number: 7|patches[0].number",
                "message_id: m@x|message_id:|message_id or file",
                "subject: s|subject:|subject",
                "01234567|01234567zz|patch_id",
                "'foo\\('|'foo('|probes",
                "schema: 1|schema: 2|schema 2",
                "  - number|  - [number|:6:",
                "mm/x.c|../x.c|probes"
            })
    void saysWhereItIsWrong(String good, String bad, String place) {
        assertThat(GOOD).contains(good);
        assertThatThrownBy(() -> read(GOOD.replace(good, bad)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("series.yaml")
                .hasMessageContaining(place)
                .satisfies(
                        e -> assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1));
    }

    @Test
    void theProjectsOwnManifestsAreRightAndFitTheSchema() throws Exception {
        Path folder = Path.of("..", "kernel-patches");
        Path file = folder.resolve("fsdax-rmap-v8").resolve("series.yaml");
        assertThat(ManifestReader.read(file).patches()).hasSize(9);
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(folder.resolve("series.schema.json")));
        assertThat(schema.validate(Files.readString(file), InputFormat.YAML)).isEmpty();
        Path before = folder.resolve("dax-decouple-v2").resolve("series.yaml");
        assertThat(ManifestReader.read(before).patches()).hasSize(29);
        assertThat(schema.validate(Files.readString(before), InputFormat.YAML)).isEmpty();
        String bad = Files.readString(file).replace("patch_id: 5", "patch_id: x");
        assertThat(schema.validate(bad, InputFormat.YAML)).isNotEmpty();
    }
}
