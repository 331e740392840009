/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.exception.NotFoundException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kharness.it.Engines;

/** An image is there when its archive was imported to the end, and not before. */
class ImageImportIT {
    private static final String REPOSITORY = "kharness-import-test";

    private DockerEngine engine;

    @BeforeEach
    void connect() {
        Engines.need();
        engine = DockerEngine.connect();
    }

    @AfterEach
    void remove() {
        if (engine != null && there()) {
            engine.client().removeImageCmd(REPOSITORY + ":t").exec();
        }
    }

    @Test
    void aWholeArchiveIsAnImage() throws IOException {
        engine.transport().importImage(new ByteArrayInputStream(archive()), REPOSITORY, "t");
        assertThat(there()).isTrue();
    }

    /** As where mmdebstrap is killed: what is left of the connection is no archive. */
    @Test
    void anArchiveThatIsCutShortIsNone() throws IOException {
        byte[] whole = archive();
        assertThatThrownBy(() -> engine.transport()
                        .importImage(new ByteArrayInputStream(whole, 0, whole.length / 2), REPOSITORY, "t"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("unexpected EOF");
        assertThat(there()).isFalse();
    }

    /** As where the harness is killed: the connection ends in the middle of a request. */
    @Test
    void aConnectionThatBreaksLeavesNone() throws IOException {
        byte[] whole = archive();
        InputStream breaks = new SequenceInputStream(
                new ByteArrayInputStream(whole, 0, whole.length - 100_000), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("broken");
                    }
                });
        assertThatThrownBy(() -> engine.transport().importImage(breaks, REPOSITORY, "t"))
                .isInstanceOf(IOException.class);
        assertThat(there()).isFalse();
    }

    private boolean there() {
        try {
            return engine.client().inspectImageCmd(REPOSITORY + ":t").exec() != null;
        } catch (NotFoundException e) {
            return false;
        }
    }

    private static byte[] archive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry entry = new TarArchiveEntry("file");
            entry.setSize(1 << 20);
            tar.putArchiveEntry(entry);
            tar.write(new byte[1 << 20]);
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }
}
