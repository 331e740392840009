/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.kharness.cache.Cache;
import org.kharness.failure.SurroundingsException;
import org.kharness.kernel.KernelTree;
import org.kharness.process.CommandResult;
import org.kharness.progress.Progress;

/** Runs a kernel's own scripts/get_maintainer.pl on a patch. It goes by the tree's MAINTAINERS alone, not by its history. */
public final class GetMaintainer {
    private static final String SCRIPT = "scripts/get_maintainer.pl";

    private final TreeScript script;

    public GetMaintainer(Cache cache, Toolchain toolchain, Progress progress) {
        this.script = new TreeScript(cache, toolchain, progress, SCRIPT);
    }

    /**
     * Asks whom a patch is for.
     *
     * @param tree the kernel with the patch, whose script and list are used
     * @param patch as git format-patch writes it
     * @return people and lists as the script prints them; empty where the kernel has no such script
     * @throws SurroundingsException if the script cannot run
     */
    public Optional<List<String>> of(KernelTree tree, String patch) {
        return script.in(tree, (source, folder) -> {
            Files.writeString(folder.resolve("patch"), patch);
            script.toolchain().open(folder);
            Mount mail = Mount.reading(folder, "/patch");
            // It looks for the tree around it in the folder that it is started in, which is the first one
            CommandResult result = script.toolchain()
                    .run(Job.of(
                            List.of(
                                    "perl",
                                    script.where(source),
                                    "--nogit",
                                    "--nogit-fallback",
                                    "--norolestats",
                                    script.toolchain().where(mail) + "/patch"),
                            source,
                            mail));
            if (!result.ok()) {
                throw new SurroundingsException("get_maintainer.pl does not run: " + result.describe());
            }
            return result.text().lines().filter(l -> l.contains("@")).toList();
        });
    }
}
