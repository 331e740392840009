/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kharness.it.Engines;

/** An image is there when its archive was imported to the end, and not before. */
class ImageImportIT {
    private static final int SIZE = 1 << 20;

    private DockerEngine engine;

    @BeforeEach
    void connect() {
        Engines.need();
        engine = DockerEngine.connect();
    }

    @Test
    void aWholeArchiveIsAnImage() throws IOException {
        String id = engine.transport().importImage(new ByteArrayInputStream(archive()));
        assertThat(engine.client().inspectImageCmd(id).exec().getId()).isEqualTo(id);
        engine.client().removeImageCmd(id).exec();
    }

    /** As where a package is damaged: what was written by then is no archive. */
    @Test
    void anArchiveThatIsCutShortIsNone() throws IOException {
        byte[] whole = archive();
        assertThatThrownBy(() -> engine.transport().importImage(new ByteArrayInputStream(whole, 0, whole.length / 2)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("unexpected EOF");
    }

    /** As where the harness is killed: the connection ends in the middle of a request. Images of this size are nobody else's. */
    @Test
    void aConnectionThatBreaksLeavesNone() throws IOException {
        byte[] whole = archive();
        InputStream breaks =
                new SequenceInputStream(new ByteArrayInputStream(whole, 0, whole.length - 100_000), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("broken");
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int count) throws IOException {
                        throw new IOException("broken");
                    }
                });
        assertThatThrownBy(() -> engine.transport().importImage(breaks)).isInstanceOf(IOException.class);
        assertThat(engine.client().listImagesCmd().withShowAll(true).exec())
                .noneMatch(image -> image.getSize() <= SIZE);
    }

    private static byte[] archive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry entry = new TarArchiveEntry("file");
            entry.setSize(SIZE);
            tar.putArchiveEntry(entry);
            tar.write(new byte[SIZE]);
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }
}
