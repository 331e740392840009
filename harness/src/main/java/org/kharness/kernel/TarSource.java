/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;
import org.kharness.job.JobContext;

/** A kernel from a tar archive, plain or packed with xz, gzip or zstd. */
@SuppressWarnings("try") // a lock is held, not used
record TarSource(String spec, Path file) implements KernelSource {
    @Override
    public KernelTree obtain(JobContext job) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new InputException(spec + ": " + file + " is no file that can be read");
        }
        String digest;
        try {
            digest = Cache.digest(file);
        } catch (UncheckedIOException e) {
            throw new InputException(spec + ": cannot read " + file + ": " + e.getMessage(), e);
        }
        String key = "tar-" + digest;
        try (var lock = job.cache().lock(key)) {
            Optional<KernelTree> earlier = KernelRepository.shared(job.cache()).imported(key, spec);
            if (earlier.isPresent()) {
                return earlier.get();
            }
            job.progress().detail("importing " + file.getFileName());
            Decompressor unpack = new Decompressor(job.cleanup());
            return new TarImport(job)
                    .run(key, spec, "Import of a kernel archive\n\nsha256 " + digest + "\n", () -> open(unpack));
        }
    }

    private InputStream open(Decompressor unpack) throws IOException {
        InputStream raw = Files.newInputStream(file);
        try {
            return new Chained(unpack.open(raw), raw);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }
}
