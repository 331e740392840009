/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.kharness.cache.Cache;
import org.kharness.cache.Shelf;

/** The repositories of ours that hold what was fetched from elsewhere, for who makes room. */
public record RemoteRepositories(Cache cache) {
    private static final String REFS = "refs/kharness/remote/";

    /** A ref of ours to a commit that was fetched without its history. */
    public record Ref(Path repository, String name, String commit) {}

    /** What all of them take, in bytes. */
    public long bytes() {
        return named("remote-").stream().mapToLong(Shelf::size).sum()
                + histories().stream().mapToLong(Shelf.Entry::bytes).sum();
    }

    /** The refs whose commits are none of these. */
    public List<Ref> refsBesides(Set<String> commits) {
        List<Ref> refs = new ArrayList<>();
        for (Path repository : named("remote-")) {
            NativeGit.command(
                            repository,
                            "for-each-ref",
                            "--format=%(refname) %(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end)",
                            REFS)
                    .keepErrorApart()
                    .runOrFail()
                    .output()
                    .lines()
                    .map(l -> l.split(" "))
                    .filter(l -> !commits.contains(l[1]))
                    .forEach(l -> refs.add(new Ref(repository, l[0], l[1])));
        }
        return refs;
    }

    /**
     * Removes refs, and what only they led to; to be called while nobody else is at work with the cache.
     *
     * @return how many bytes that freed
     */
    public long remove(List<Ref> refs) {
        long freed = 0;
        for (Path repository : refs.stream().map(Ref::repository).distinct().toList()) {
            long before = Shelf.size(repository);
            refs.stream()
                    .filter(r -> r.repository().equals(repository))
                    .forEach(r -> NativeGit.command(repository, "update-ref", "-d", r.name(), "")
                            .runOrFail());
            NativeGit.command(repository, "repack", "-a", "-d", "-q").runOrFail();
            NativeGit.command(repository, "prune", "--expire=now").runOrFail();
            freed += before - Shelf.size(repository);
        }
        return freed;
    }

    /** The repositories with a history, those used longest ago first; without those that a bisect was cut off in. */
    public List<Shelf.Entry> histories() {
        List<String> held = named("bisect-").stream()
                .map(b -> read(b.resolve("objects/info/alternates")))
                .toList();
        return new Shelf(cache, "git", "git-")
                .entries().stream()
                        .filter(e -> e.name().startsWith("history-"))
                        .filter(e -> held.stream()
                                .noneMatch(h ->
                                        h.contains(e.path().resolve("objects").toString())))
                        .toList();
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> named(String prefix) {
        try (var all = Files.newDirectoryStream(cache.folder("git"), prefix + "*.git")) {
            List<Path> found = new ArrayList<>();
            all.forEach(found::add);
            found.sort(null);
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
