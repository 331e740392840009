/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.ObjectId;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.Cleanup;
import org.kharness.process.Conversation;
import org.kharness.process.ProcessTree;

/**
 * Writes a tree into a repository through {@code git fast-import} (git-fast-import(1)), without an index and without a
 * work tree: one pack, no deltas. Nothing is to be seen of it in the repository until {@link #finish()}.
 */
final class FastImport implements TreeSink, AutoCloseable {
    private static final String HEADER = """
            feature done
            commit %s
            committer kharness <kharness@localhost> 0 +0000
            data 0
            """;

    private final Path repository;
    private final Cleanup cleanup;
    private final String ref = "refs/kharness/pending/" + UUID.randomUUID();
    private final Path errors;
    private final Process process;
    private final OutputStream out;
    private final Runnable end;

    FastImport(Path repository, Path scratch, Cleanup cleanup) {
        this.repository = repository;
        this.cleanup = cleanup;
        this.errors = scratch.resolve("fast-import.err");
        try {
            process = Conversation.fed(
                    NativeGit.line(repository, "fast-import", "--quiet", "--depth=0", "--done", "--force"), errors);
            end = () -> ProcessTree.end(process.toHandle());
            cleanup.register(end);
            out = new BufferedOutputStream(process.getOutputStream(), 1 << 20);
            out.write(HEADER.formatted(ref).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new SurroundingsException("cannot run git fast-import: " + e.getMessage() + "; install git", e);
        }
    }

    @Override
    public void file(String path, boolean executable, byte[] content, int length) throws IOException {
        entry(executable ? "100755" : "100644", path, content, length);
    }

    @Override
    public void link(String path, String target) throws IOException {
        byte[] bytes = target.getBytes(StandardCharsets.UTF_8);
        entry("120000", path, bytes, bytes.length);
    }

    private void entry(String mode, String path, byte[] content, int length) throws IOException {
        String quoted = "\"" + path.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        out.write(("M " + mode + " inline " + quoted + "\ndata " + length + "\n").getBytes(StandardCharsets.UTF_8));
        out.write(content, 0, length);
        out.write('\n');
    }

    /** Ends the import and answers the root tree's id. */
    ObjectId finish() {
        try {
            out.write("done\n".getBytes(StandardCharsets.US_ASCII));
            out.close();
            if (process.waitFor() != 0) {
                throw failure(null);
            }
        } catch (IOException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(e);
        }
        String tree = NativeGit.command(repository, "rev-parse", "--verify", ref + "^{tree}")
                .runOrFail()
                .text();
        NativeGit.command(repository, "update-ref", "-d", ref).runOrFail();
        return ObjectId.fromString(tree);
    }

    /** What went wrong, in git's own words. */
    SurroundingsException failure(@org.jspecify.annotations.Nullable Exception cause) {
        String said = "";
        try {
            process.waitFor(2, TimeUnit.SECONDS);
            said = Files.readString(errors)
                    .lines()
                    .filter(l -> l.startsWith("fatal"))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new SurroundingsException(
                "git fast-import failed: " + (said.isEmpty() ? "is the disk full?" : said), cause);
    }

    @Override
    public void close() {
        cleanup.forget(end);
        if (process.isAlive()) {
            end.run();
        }
    }
}
