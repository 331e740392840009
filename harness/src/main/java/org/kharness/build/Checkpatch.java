/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.cache.Cache;
import org.kharness.failure.SurroundingsException;
import org.kharness.kernel.CommitText;
import org.kharness.kernel.HistoryExcerpt;
import org.kharness.kernel.KernelTree;
import org.kharness.process.CommandResult;
import org.kharness.progress.Progress;

/** Runs a kernel's own scripts/checkpatch.pl on a patch, in the same confinement as a build: the script is the tree's. */
public final class Checkpatch {
    private static final String SCRIPT = "scripts/checkpatch.pl";
    /** A repository in the patch's folder; not there where there is no history. */
    private static final String GIT = "history.git";
    /**
     * What {@code --terse --show-types --showfile} prints: place, level, type, message. What is said before the first file
     * begins, of the message as a rule, has no path and counts complaints instead of lines.
     */
    private static final Pattern LINE = Pattern.compile(
            "(?<place>.*?):(?<line>\\d{1,9}): (?<level>ERROR|WARNING|CHECK):(?<type>[A-Z0-9_]+): (?<what>.*)");

    /** Said at the end, at whatever line came last, of the message or of the patch as a whole. */
    private static final Set<String> OF_NO_LINE = Set.of(
            "MISSING_SIGN_OFF", "NO_AUTHOR_SIGN_OFF", "FROM_SIGN_OFF_MISMATCH", "COMMIT_MESSAGE", "NOT_UNIFIED_DIFF");

    /** Said of a commit that git does not find. */
    private static final String UNKNOWN = "UNKNOWN_COMMIT_ID";

    private final TreeScript script;

    public Checkpatch(Cache cache, Toolchain toolchain, Progress progress) {
        this.script = new TreeScript(cache, toolchain, progress, SCRIPT);
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
     * @param base the kernel before the series: commits that the message names are looked for in its history, and where
     *     that is not whole nobody can say that there is no such commit
     * @param patch as git format-patch writes it
     * @return the complaints in order; empty where the kernel has no checkpatch.pl
     * @throws SurroundingsException if the script cannot run
     */
    public Optional<List<Complaint>> check(KernelTree tree, KernelTree base, String patch) {
        return script.in(tree, (source, folder) -> {
            Files.writeString(folder.resolve("patch"), patch);
            CommitText.History history = CommitText.historyOf(base);
            if (history != CommitText.History.NONE) {
                HistoryExcerpt.write(base, patch, folder.resolve(GIT));
            }
            script.toolchain().open(folder);
            List<Complaint> all = run(source, Mount.reading(folder, "/patch"));
            return all.stream()
                    .filter(c ->
                            history == CommitText.History.WHOLE || !c.type().equals(UNKNOWN))
                    .toList();
        });
    }

    private List<Complaint> run(Mount src, Mount folder) {
        String file = script.toolchain().where(folder) + "/patch";
        CommandResult result = script.toolchain()
                .run(Job.of(
                                List.of(
                                        "perl",
                                        script.where(src),
                                        "--root=" + script.toolchain().where(src),
                                        "--terse",
                                        "--show-types",
                                        "--showfile",
                                        "--no-summary",
                                        "--color=never",
                                        file),
                                src,
                                folder)
                        .with(Map.of("GIT_DIR", script.toolchain().where(folder) + "/" + GIT)));
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
                .map(m -> complaint(
                        m,
                        m.group("place").isEmpty()
                                || m.group("place").equals(patchFile)
                                || OF_NO_LINE.contains(m.group("type"))))
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
