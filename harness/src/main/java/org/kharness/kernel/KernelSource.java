/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.kharness.failure.InputException;
import org.kharness.job.JobContext;

/** Where a kernel comes from. What the user owns is only read: every object is written to a repository in the cache. */
public interface KernelSource {
    /** The specification that the user gave, such as "debian:6.1". */
    String spec();

    /**
     * Makes the kernel available as a commit. The same input gives the same commit id on every machine, and is found in
     * the cache when it was imported before.
     *
     * @param job its cache has the repositories and source folders; its progress is told details and counts, as stages are the
     *     caller's
     * @throws InputException if there is no such kernel, path or commit, or if what is there is no Linux kernel
     */
    KernelTree obtain(JobContext job);

    /**
     * As {@link #obtain}, but where the source is a git repository it may hold something other than a kernel, whose release is
     * empty: patch series are not the kernel's alone.
     *
     * @throws InputException if there is no such repository, path or commit
     */
    default KernelTree obtainAny(JobContext job) {
        return obtain(job);
    }

    /**
     * Reads a specification: {@code debian:6.1} (a linux-source version), {@code debian:trixie} (a suite),
     * {@code git:PATH@REF}, {@code remote:URL@REF}, {@code dir:PATH}
     * or {@code tar:PATH}.
     *
     * @throws InputException if it is none of these
     */
    static KernelSource parse(String spec) {
        int colon = Math.max(0, spec.indexOf(':'));
        String rest = spec.substring(Math.min(spec.length(), colon + 1));
        String kind = rest.isEmpty() ? "" : spec.substring(0, colon);
        return switch (kind) {
            case "debian" -> DebianSource.parse(spec, rest);
            case "git" -> GitSource.parse(spec, rest);
            case "dir" -> new DirectorySource(spec, path(spec, rest));
            case "remote" -> RemoteSource.parse(spec, rest);
            case "tar" -> new TarSource(spec, path(spec, rest));
            default ->
                throw new InputException(
                        "unknown kernel '" + spec
                                + "': expected debian:VERSION, debian:SUITE, git:PATH@REF, remote:URL@REF, dir:PATH or tar:PATH");
        };
    }

    /**
     * A specification {@code git:PATH} or {@code git:PATH@REF} without its ref. Both path and ref may hold "@" and "/": what is
     * a folder counts as the path.
     *
     * @throws InputException if it is of another kind
     */
    static String withoutRef(String spec) {
        if (!spec.startsWith("git:")) {
            throw new InputException(spec + ": a range of commits goes with --kernel git:PATH");
        }
        String rest = spec.substring("git:".length());
        for (int end = rest.length(); end > 0; end = rest.lastIndexOf('@', end - 1)) {
            if (java.nio.file.Files.isDirectory(path(spec, rest.substring(0, end)))) {
                return "git:" + rest.substring(0, end);
            }
        }
        return spec.replaceFirst("@[^/]*$", "");
    }

    /**
     * A specification {@code git:PATH@REF} or {@code remote:URL@REF} without its ref.
     *
     * @throws InputException if it is of another kind
     */
    static String repository(String spec) {
        String remote = "remote:";
        return spec.startsWith(remote)
                ? remote
                        + RemoteSource.parse(spec, spec.substring(remote.length()))
                                .url()
                : withoutRef(spec);
    }

    /**
     * A specification with its path, if it has one, meant relative to a folder: for what stands in a file.
     *
     * @return the same for a kind without a path, for an absolute one, and for what is no specification
     */
    static String below(Path folder, String spec) {
        int colon = spec.indexOf(':') + 1;
        boolean hasPath = spec.startsWith("git:") || spec.startsWith("dir:") || spec.startsWith("tar:");
        return hasPath && colon < spec.length()
                ? spec.substring(0, colon)
                        + folder.resolve(path(spec, spec.substring(colon))).normalize()
                : spec;
    }

    /** A path that the user wrote in a specification. */
    static Path path(String spec, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new InputException("unknown kernel '" + spec + "': " + e.getReason(), e);
        }
    }
}
