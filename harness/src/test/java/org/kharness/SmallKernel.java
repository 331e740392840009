/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.PersonIdent;
import org.kharness.cache.Cache;
import org.kharness.job.JobContext;
import org.kharness.kernel.KernelSource;
import org.kharness.kernel.KernelTree;
import org.kharness.process.Cleanup;
import org.kharness.progress.Progress;

/** A git repository that passes for a kernel's, for tests that build nothing. */
public final class SmallKernel implements AutoCloseable {
    private static final PersonIdent WHO = new PersonIdent("A Developer", "developer@example.org");

    private final Path tree;
    private final Git git;

    /** Makes one with a first commit. */
    public SmallKernel(Path tree) throws Exception {
        this.tree = tree;
        git = Git.init().setDirectory(tree.toFile()).setInitialBranch("main").call();
        commit("first", Map.of("Makefile", "VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 0\n"));
    }

    /** Commits files; a null text deletes one. Gives the commit's id. */
    public String commit(String message, Map<String, String> files) throws Exception {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = tree.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            if (file.getValue().isEmpty()) {
                Files.delete(path);
            } else {
                Files.writeString(path, file.getValue());
            }
        }
        git.add().addFilepattern(".").call();
        git.add().addFilepattern(".").setUpdate(true).call();
        return git.commit()
                .setMessage(message)
                .setAuthor(WHO)
                .setCommitter(WHO)
                .setSign(false)
                .call()
                .name();
    }

    /** Tags the last commit. */
    public void tag(String name) throws Exception {
        git.tag()
                .setName(name)
                .setAnnotated(true)
                .setMessage(name)
                .setTagger(WHO)
                .setSigned(false)
                .call();
    }

    /** The commit that a name stands for. */
    public String rev(String name) throws Exception {
        return git.getRepository().resolve(name + "^{commit}").name();
    }

    /** A commit as the harness obtains it. */
    public KernelTree obtain(String commit, Cache cache) {
        try (Cleanup cleanup = new Cleanup()) {
            return KernelSource.parse("git:" + tree + "@" + commit)
                    .obtain(new JobContext(cache, Progress.NONE, cleanup));
        }
    }

    /** The folder. */
    public Path path() {
        return tree;
    }

    @Override
    public void close() {
        git.close();
    }
}
