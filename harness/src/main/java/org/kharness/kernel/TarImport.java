/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.eclipse.jgit.lib.ObjectId;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;
import org.kharness.job.JobContext;
import org.kharness.process.Cleanup;
import org.kharness.progress.Progress;

/**
 * Reads a tar archive once and writes it to two places at the same time: a commit in the repository, and a source folder
 * that saves the build a checkout.
 */
final class TarImport {
    /** No file of a kernel comes near this; it bounds the memory that an archive can ask for. */
    private static final long LARGEST_FILE = 256L << 20;

    private final Cache cache;
    private final Progress progress;
    private final Cleanup cleanup;

    TarImport(JobContext job) {
        this.cache = job.cache();
        this.progress = job.progress();
        this.cleanup = job.cleanup();
    }

    /**
     * Imports an archive.
     *
     * @param key under which the import is found again
     * @param spec what the user asked for
     * @param message the commit's message
     * @param opener opens the unpacked archive
     */
    KernelTree run(String key, String spec, String message, Opener opener) {
        KernelRepository repository = KernelRepository.shared(cache);
        Path scratch = cache.temporary("import");
        Runnable delete = () -> Cache.delete(scratch);
        cleanup.register(delete);
        try (FastImport git = new FastImport(repository.path(), scratch, cleanup)) {
            Path folder = java.nio.file.Files.createDirectory(scratch.resolve("tree"));
            FolderSink files = new FolderSink(folder);
            Instant newest;
            try (InputStream tar = opener.open()) {
                newest = copy(tar, spec, List.of(git, files));
            } catch (BrokenPipe e) {
                throw git.failure(e);
            }
            ObjectId root = git.finish();
            files.finish();
            KernelTree tree = repository.commit(root, newest, message, key, spec);
            SourceDirectory.adopt(cache, folder, tree);
            return tree;
        } catch (IOException e) {
            throw new InputException(spec + ": cannot read the archive: " + e.getMessage(), e);
        } finally {
            cleanup.forget(delete);
            Cache.delete(scratch);
        }
    }

    private Instant copy(InputStream in, String spec, List<TreeSink> sinks) throws IOException {
        long newest = 0;
        int files = 0;
        byte[] buffer = new byte[1 << 20];
        TarArchiveInputStream tar = new TarArchiveInputStream(in);
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            if (entry.isDirectory()) {
                continue;
            }
            String path = SafePath.check(entry.getName(), spec);
            newest = Math.max(newest, entry.getLastModifiedTime().to(java.util.concurrent.TimeUnit.SECONDS));
            if (entry.isSymbolicLink()) {
                link(path, entry.getLinkName(), sinks);
            } else if (entry.isFile() && !entry.isLink()) {
                buffer = read(tar, entry, buffer, spec);
                file(path, (entry.getMode() & 0100) != 0, buffer, (int) entry.getSize(), sinks);
            } else {
                throw new InputException(spec + ": " + path + " is neither a file nor a symbolic link");
            }
            files++;
            if (files % 1000 == 0) {
                progress.count(files, 0);
            }
        }
        if (files == 0) {
            throw new InputException(spec + " is no tar archive, or an empty one");
        }
        // Read to the end, so that a cut-off archive is seen as one
        in.transferTo(java.io.OutputStream.nullOutputStream());
        return Instant.ofEpochSecond(newest);
    }

    private static byte[] read(InputStream tar, TarArchiveEntry entry, byte[] buffer, String spec) throws IOException {
        long size = entry.getSize();
        if (size > LARGEST_FILE) {
            throw new InputException(spec + ": " + entry.getName() + " is too large for a kernel source: " + size);
        }
        byte[] enough = size <= buffer.length ? buffer : new byte[(int) size];
        if (tar.readNBytes(enough, 0, (int) size) != size) {
            throw new IOException("it ends within " + entry.getName());
        }
        return enough;
    }

    private static void file(String path, boolean executable, byte[] content, int length, List<TreeSink> sinks) {
        for (TreeSink sink : sinks) {
            try {
                sink.file(path, executable, content, length);
            } catch (IOException e) {
                throw new BrokenPipe(e);
            }
        }
    }

    private static void link(String path, String target, List<TreeSink> sinks) {
        for (TreeSink sink : sinks) {
            try {
                sink.link(path, target);
            } catch (IOException e) {
                throw new BrokenPipe(e);
            }
        }
    }

    /** Opens an unpacked archive. */
    interface Opener {
        InputStream open() throws IOException;
    }

    /** Writing failed, not reading. */
    private static final class BrokenPipe extends RuntimeException {
        private static final long serialVersionUID = 1;

        BrokenPipe(IOException cause) {
            super(cause);
        }
    }
}
