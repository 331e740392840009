/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.failure.SurroundingsException;

class RoomTest {
    @TempDir
    Path dir;

    @Test
    void saysInOneLineWhereAndHowMuch() {
        Room.need(dir.resolve("not/there/yet"), 1, "a test");
        assertThatThrownBy(() -> Room.need(dir, 1L << 40, "the build"))
                .isInstanceOf(SurroundingsException.class)
                .hasMessageStartingWith("no room in " + dir + ": the build needs 1099511627776 MiB, ")
                .message()
                .hasLineCount(1);
    }

    @Test
    void findsTheFolderThatIsFull() {
        Exception named = new UncheckedIOException(
                new FileSystemException(dir.resolve("file").toString(), null, "No space left on device"));
        assertThat(Room.ranOut(named, List.of())).get().asString().startsWith("no space is left in " + dir + ": ");
        Exception unnamed = new IllegalStateException(new IOException("No space left on device"));
        assertThat(Room.ranOut(unnamed, List.of(dir))).get().asString().contains("one of [" + dir + "]");
        assertThat(Room.ranOut(new IOException("Permission denied"), List.of(dir)))
                .isEmpty();
    }
}
