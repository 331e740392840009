/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.kharness.process.CommandResult;

/**
 * The kernel tree that a user stands in. Nothing in it is written, git's index included: git is told not to refresh it
 * (git(1), GIT_OPTIONAL_LOCKS).
 *
 * @param top its top folder
 * @param head the commit that is checked out, 40 hex digits; empty where there is none or no git
 * @param subject of that commit
 * @param changed files that differ from it, or are not in it and not ignored
 */
public record StandingTree(Path top, String head, String subject, int changed) {
    /** The first lines of every kernel's Makefile; U-Boot's has them too, but no folder mm. */
    private static final Pattern VERSION =
            Pattern.compile("^VERSION\\s*=\\s*\\d+\\s*\\RPATCHLEVEL\\s*=\\s*\\d+", Pattern.MULTILINE);

    private static final List<String> FOLDERS = List.of("arch", "kernel", "mm");

    /** The tree around a folder; empty where that is no kernel. */
    public static Optional<StandingTree> around(Path folder) {
        for (Path at = folder.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
            if (isKernel(at)) {
                return Optional.of(of(at));
            }
        }
        return Optional.empty();
    }

    /** The top folder of the git work tree that a folder is in; empty where there is none. */
    public static Optional<Path> top(Path folder) {
        return lines(folder, "rev-parse", "--show-toplevel").stream()
                .findFirst()
                .map(Path::of);
    }

    private static boolean isKernel(Path folder) {
        Path makefile = folder.resolve("Makefile");
        if (!Files.isRegularFile(makefile) || !FOLDERS.stream().allMatch(f -> Files.isDirectory(folder.resolve(f)))) {
            return false;
        }
        try (var lines = Files.lines(makefile, StandardCharsets.ISO_8859_1)) {
            return VERSION.matcher(lines.limit(20).collect(Collectors.joining("\n")))
                    .find();
        } catch (IOException | java.io.UncheckedIOException e) {
            return false;
        }
    }

    private static StandingTree of(Path top) {
        // A kernel within another repository, such as a vendor's drop, is no tree of git's own: taken as a folder.
        boolean own = top(top).filter(t -> same(t, top)).isPresent();
        List<String> commit = own ? lines(top, "log", "-1", "--format=%H%n%s", "HEAD") : List.of();
        if (commit.isEmpty()) {
            return new StandingTree(top, "", "", 0);
        }
        int changed =
                lines(top, "status", "--porcelain", "--untracked-files=normal").size();
        return new StandingTree(top, commit.get(0), commit.size() > 1 ? commit.get(1) : "", changed);
    }

    private static boolean same(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }

    private static List<String> lines(Path folder, String... arguments) {
        String[] line = new String[arguments.length + 2];
        line[0] = "-C";
        line[1] = folder.toString();
        System.arraycopy(arguments, 0, line, 2, arguments.length);
        CommandResult result = NativeGit.anywhere(line).keepErrorApart().run();
        return result.ok() ? result.text().lines().filter(l -> !l.isEmpty()).toList() : List.of();
    }

    /** True if what is to be tested is a commit, and not the work tree. */
    public boolean clean() {
        return !head.isEmpty() && changed == 0;
    }

    /** The kernel's specification: the commit, or the folder as it stands. */
    public String spec() {
        return clean() ? "git:" + top + "@" + head : "dir:" + top;
    }

    /** What is taken, for a person. */
    public String describe() {
        if (head.isEmpty()) {
            return "the folder " + top + " as it is";
        }
        String commit = head.substring(0, 12) + " (\"" + subject + "\")";
        return clean()
                ? "HEAD of " + top + ", " + commit
                : "the work tree of " + top + " as it is: " + changed + (changed == 1 ? " file" : " files")
                        + " changed since " + commit;
    }
}
