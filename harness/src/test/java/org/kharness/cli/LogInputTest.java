/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.console.ConsoleListener;
import org.kharness.console.ConsoleReader;
import org.kharness.console.KernelReport;
import org.kharness.failure.InputException;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class LogInputTest {
    private static final byte[] LOG = "[    1.000000] I/O error, dev sda, sector 8\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path dir;

    @Test
    void readsPlainAndPackedLogs() throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(gzip)) {
            out.write(LOG);
        }
        ByteArrayOutputStream xz = new ByteArrayOutputStream();
        try (OutputStream out = new XZOutputStream(xz, new LZMA2Options(0))) {
            out.write(LOG);
        }

        ByteArrayOutputStream zstd = new ByteArrayOutputStream();
        try (OutputStream out = new ZstdOutputStream(zstd)) {
            out.write(LOG);
        }

        for (byte[] bytes : List.of(LOG, gzip.toByteArray(), xz.toByteArray(), zstd.toByteArray())) {
            Path file = Files.write(dir.resolve("log"), bytes);
            try (var in = LogInput.open(file)) {
                assertThat(in.readAllBytes()).isEqualTo(LOG);
            }
        }
    }

    @Test
    void damagedZstdIsAnErrorOfTheInput() throws IOException {
        ByteArrayOutputStream zstd = new ByteArrayOutputStream();
        try (OutputStream out = new ZstdOutputStream(zstd)) {
            out.write(LOG);
        }
        byte[] bytes = zstd.toByteArray();
        byte[] half = Arrays.copyOf(bytes, bytes.length / 2);

        try (var in = LogInput.unpacked("log", new ByteArrayInputStream(half))) {
            assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesWhatItCannotUnpack() {
        for (String packed : List.of("BZh91AY", "PK\u0003\u0004abc", "LPKSHHRH")) {
            assertThatThrownBy(() -> LogInput.unpacked(
                            "kern.log", new ByteArrayInputStream(packed.getBytes(StandardCharsets.ISO_8859_1))))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("kern.log is no text but");
        }
    }

    @Test
    void aLogShorterThanAnyMarkIsText() throws IOException {
        assertThat(LogInput.unpacked("log", new ByteArrayInputStream(new byte[] {'a'}))
                        .readAllBytes())
                .containsExactly('a');
    }

    /** A report is told though the log goes on and nothing comes. */
    @Test
    void tellsReportsWhileALogGoesOn() throws IOException, InterruptedException {
        List<String> titles = new CopyOnWriteArrayList<>();
        CountDownLatch told = new CountDownLatch(1);
        ConsoleReader reader = new ConsoleReader(new ConsoleListener() {
            @Override
            public void report(KernelReport report) {
                titles.add(report.title());
                told.countDown();
            }
        });
        try (PipedOutputStream out = new PipedOutputStream()) {
            LiveInput live = new LiveInput(new PipedInputStream(out), () -> {});
            Thread feeding = new Thread(() -> {
                try {
                    live.feed(reader);
                } catch (IOException e) {
                    titles.add(e.toString());
                }
            });
            feeding.start();
            out.write(LOG);
            out.flush();

            assertThat(told.await(60, TimeUnit.SECONDS)).isTrue();
            out.close();
            feeding.join();
        }
        assertThat(titles).containsExactly("I/O error (sda)");
    }
}
