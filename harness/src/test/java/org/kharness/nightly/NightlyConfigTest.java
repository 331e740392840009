/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.failure.InputException;

class NightlyConfigTest {
    @TempDir
    Path dir;

    @Test
    void filesAreRelativeToTheConfiguration() throws Exception {
        Path file = Files.writeString(dir.resolve("nightly.yaml"), """
                schema: 1
                plans: [smoke]
                kernels:
                  - {name: next, source: "remote:file:///linux-next@next-*"}
                  - {name: sid, source: debian:sid, series: fsdax-rmap-v8}
                  - {name: mine, source: "git:../linux@fs/next"}
                """);
        NightlyConfig config = NightlyConfig.read(file);
        assertThat(config.reportsFolder(file)).isEqualTo(dir.resolve("nightly"));
        assertThat(config.historyFile(file)).isEqualTo(dir.resolve("nightly/history.sqlite"));
        assertThat(config.kernels())
                .extracting(NightlyConfig.Kernel::source)
                .containsExactly(
                        "remote:file:///linux-next@next-*",
                        "debian:sid",
                        "git:" + dir.resolveSibling("linux") + "@fs/next");
        assertThat(config.kernels().get(0).series()).isNull();
        assertThat(config.kernels().get(1).series()).isEqualTo("fsdax-rmap-v8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "schema: 2 | schema 2 is not known",
                "schema: 1 | at least one entry",
                "{schema: 1, plans: [smoke], kernels: [{name: a/b, source: x}]} | letters, digits",
                "{schema: 1, plans: [smoke], kernels: [{name: a}]} | has no source",
                "{schema: 1, plans: [a], kernels: [{name: a, source: x}, {name: a, source: y}]} | two kernels",
                "{schema: 1, nonsense: 2} | nonsense",
            })
    void whatIsWrongIsSaid(String text, String message) throws Exception {
        Path file = Files.writeString(dir.resolve("nightly.yaml"), text);
        assertThatThrownBy(() -> NightlyConfig.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message)
                .hasMessageStartingWith(file.toString());
    }

    @Test
    void aHistoryOfANewerVersionAndAFileThatIsNoneAreRefused() throws Exception {
        Path file = dir.resolve("history.sqlite");
        History.open(file).close();
        try (var database = java.sql.DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = database.createStatement()) {
            statement.execute("pragma user_version = 99");
        }
        assertThatThrownBy(() -> History.open(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("newer kharness (schema 99)");
        Path other = Files.writeString(dir.resolve("other"), "this is no database, it is text".repeat(40));
        assertThatThrownBy(() -> History.open(other))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not a history");
    }
}
