/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.cache.Cache;
import org.kharness.failure.SurroundingsException;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.SourceDirectory;
import org.kharness.process.CommandResult;
import org.kharness.progress.Progress;

/** Runs a kernel's own scripts/checkpatch.pl on a patch, in the same confinement as a build: the script is the tree's. */
public final class Checkpatch {
    private static final String SCRIPT = "scripts/checkpatch.pl";
    /** What {@code --terse --show-types --showfile} prints: place, level, type, message. */
    private static final Pattern LINE = Pattern.compile(
            "(?<place>[^\\s:]+):(?<line>\\d{1,9}): (?<level>ERROR|WARNING|CHECK):(?<type>[A-Z0-9_]+): (?<what>.*)");

    private final Cache cache;
    private final Toolchain toolchain;
    private final Progress progress;

    public Checkpatch(Cache cache, Toolchain toolchain, Progress progress) {
        this.cache = cache;
        this.toolchain = toolchain;
        this.progress = progress;
    }

    /** How bad checkpatch thinks it is. */
    public enum Level {
        ERROR,
        WARNING,
        CHECK
    }

    /**
     * One complaint.
     *
     * @param file the file in the tree; empty for the commit message
     * @param line in the file as the patch leaves it; 0 for the commit message
     * @param type checkpatch's name of the rule, such as LONG_LINE
     */
    public record Complaint(Level level, String type, String file, int line, String message) {
        @Override
        public String toString() {
            return (file.isEmpty() ? "commit message" : file + ":" + line) + ": " + level + ": " + type + ": "
                    + message;
        }
    }

    /**
     * Checks a patch.
     *
     * @param tree the kernel with the patch, whose script is used
     * @param patch as git format-patch writes it
     * @return the complaints in order; empty where the kernel has no checkpatch.pl
     * @throws SurroundingsException if the script cannot run
     */
    public Optional<List<Complaint>> check(KernelTree tree, String patch) {
        Path folder = cache.temporary("checkpatch");
        try (SourceDirectory source = SourceDirectory.hold(cache, tree, progress)) {
            if (!Files.isRegularFile(source.path().resolve(SCRIPT))) {
                return Optional.empty();
            }
            Files.writeString(folder.resolve("patch"), patch);
            toolchain.open(folder);
            return Optional.of(run(Mount.reading(source.path(), "/src"), Mount.reading(folder, "/patch")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Cache.delete(folder);
        }
    }

    private List<Complaint> run(Mount src, Mount folder) {
        String file = toolchain.where(folder) + "/patch";
        CommandResult result = toolchain.run(Job.of(
                List.of(
                        "perl",
                        toolchain.where(src) + "/" + SCRIPT,
                        "--root=" + toolchain.where(src),
                        "--terse",
                        "--show-types",
                        "--showfile",
                        "--no-summary",
                        "--color=never",
                        file),
                src,
                folder));
        List<Complaint> complaints = read(result.text(), file);
        // 1 is checkpatch's answer to a patch with complaints
        if (result.exitCode() > 1 || (result.exitCode() == 1 && complaints.isEmpty())) {
            throw new SurroundingsException("checkpatch.pl does not run: " + result.describe());
        }
        return complaints;
    }

    static List<Complaint> read(String output, String patchFile) {
        return output.lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(m -> complaint(m, m.group("place").equals(patchFile)))
                .toList();
    }

    private static Complaint complaint(Matcher m, boolean message) {
        return new Complaint(
                Level.valueOf(m.group("level")),
                m.group("type"),
                message ? "" : m.group("place"),
                message ? 0 : Integer.parseInt(m.group("line")),
                m.group("what"));
    }
}
