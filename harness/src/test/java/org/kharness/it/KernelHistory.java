/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.kharness.Developer;
import org.kharness.cache.Cache;
import org.kharness.job.JobContext;
import org.kharness.kernel.KernelSource;
import org.kharness.kernel.KernelTree;
import org.kharness.process.Cleanup;
import org.kharness.process.Command;
import org.kharness.progress.Progress;

/** A bare repository with commits on top of a real kernel, whose objects it reaches. */
final class KernelHistory {
    private final Path repository;
    private final KernelTree base;
    private String tip;

    KernelHistory(Path repository) throws IOException {
        this.repository = repository;
        try (Cleanup cleanup = new Cleanup()) {
            base = KernelSource.parse(RealRun.KERNEL).obtain(new JobContext(Cache.open(), Progress.NONE, cleanup));
        }
        tip = base.commit();
        Command.of("git", "init", "--quiet", "--bare", "--initial-branch=main", repository.toString())
                .runOrFail();
        Files.writeString(
                repository.resolve("objects/info/alternates"), base.repository().resolve("objects") + "\n");
        git("update-ref", "refs/heads/main", tip);
        git("read-tree", tip);
    }

    String base() {
        return base.commit();
    }

    /** Commits an edit of one file; gives the commit's id. */
    String edit(String message, String file, UnaryOperator<String> edit) throws IOException {
        String before = git("show", tip + ":" + file);
        String after = edit.apply(before);
        if (after.equals(before)) {
            throw new IllegalStateException(message + ": the edit of " + file + " changes nothing");
        }
        Path text = Files.writeString(repository.resolve("edited"), after);
        String blob = git("hash-object", "-w", text.toString()).strip();
        git("update-index", "--cacheinfo", "100644," + blob + "," + file);
        return commit(message);
    }

    /** Commits a patch; gives the commit's id. */
    String patch(String message, Path patch) {
        git("apply", "--cached", patch.toAbsolutePath().toString());
        return commit(message);
    }

    /** Tags the last commit. */
    void tag(String name) {
        git("tag", name, tip);
    }

    private String commit(String message) {
        String tree = git("write-tree").strip();
        tip = git("commit-tree", tree, "-p", tip, "-m", message).strip();
        git("update-ref", "refs/heads/main", tip);
        return tip;
    }

    private String git(String... arguments) {
        return Developer.git(repository, arguments);
    }
}
