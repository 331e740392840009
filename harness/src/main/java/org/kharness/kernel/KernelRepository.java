/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;

/**
 * A bare git repository in the cache. It either holds all its objects, or reaches those of a user's repository by
 * {@code objects/info/alternates} (gitrepository-layout(5)), so that nothing is copied and nothing of his is written.
 *
 * @param path the repository's folder
 */
@SuppressWarnings("try") // a lock is held, not used
public record KernelRepository(Path path) {
    /** Refs that keep what was imported, by the digest of what it was imported from. */
    private static final String IMPORTS = "refs/kharness/import/";

    private static final Pattern ASSIGNMENT =
            Pattern.compile("^(VERSION|PATCHLEVEL|SUBLEVEL|EXTRAVERSION)[ \\t]*=[ \\t]*(\\S*)[ \\t]*$");

    /** The repository that holds packages, archives and folders. */
    static KernelRepository shared(Cache cache) {
        return open(cache, "kernels", "");
    }

    /** A repository of ours that reaches a user's objects. */
    static KernelRepository reaching(Cache cache, Path userObjects) {
        String alternates = userObjects.toAbsolutePath().normalize().toString();
        return open(cache, "reach-" + Cache.digest(alternates).substring(0, 16), alternates + "\n");
    }

    /** A repository of ours for one bisect, which reaches the objects of another of ours. */
    public static KernelRepository bisecting(Cache cache, String key, Path other) {
        return open(cache, "bisect-" + key, other.resolve("objects").toAbsolutePath() + "\n");
    }

    /** A repository of ours for the trees of one kernel line's source folder; it reaches what was imported. */
    static KernelRepository holding(Cache cache, String line) {
        Path imported = shared(cache).path().resolve("objects").toAbsolutePath();
        return open(cache, "held-" + line, imported + "\n");
    }

    /** A repository of ours for what is fetched from elsewhere. */
    static KernelRepository remote(Cache cache, String url) {
        return open(cache, "remote-" + Cache.digest(url).substring(0, 16), "");
    }

    /** A repository of ours for what is fetched from elsewhere with its history. */
    static KernelRepository history(Cache cache, String url) {
        return open(cache, "history-" + Cache.digest(url).substring(0, 16), "");
    }

    private static KernelRepository open(Cache cache, String name, String alternates) {
        Path path = cache.folder("git").resolve(name + ".git");
        if (!Files.exists(path)) {
            try (var lock = cache.lock("git-" + name)) {
                if (!Files.exists(path)) {
                    create(cache, path, alternates);
                }
            }
        }
        return new KernelRepository(path);
    }

    private static void create(Cache cache, Path path, String alternates) {
        Path fresh = cache.temporary("repository");
        try {
            NativeGit.anywhere("init", "--quiet", "--bare", "--template=", fresh.toString())
                    .runOrFail();
            for (String[] setting : new String[][] {{"gc.auto", "0"}, {"core.compression", "1"}}) {
                NativeGit.command(fresh, "config", setting[0], setting[1]).runOrFail();
            }
            Files.createDirectories(fresh.resolve("info"));
            // The highest precedence of all attributes: files go in and out byte for byte (gitattributes(5))
            Files.writeString(
                    fresh.resolve("info/attributes"), "* -text -eol -ident -filter -working-tree-encoding -crlf\n");
            if (!alternates.isEmpty()) {
                Files.createDirectories(fresh.resolve("objects/info"));
                Files.writeString(fresh.resolve("objects/info/alternates"), alternates);
            }
            Cache.publish(fresh, path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Cache.delete(fresh);
        }
    }

    /** Opens it with JGit; the caller closes it. */
    Repository jgit() throws IOException {
        return new FileRepositoryBuilder()
                .setGitDir(path.toFile())
                .setBare()
                .setMustExist(true)
                .build();
    }

    /** What was imported before under this key, as a kernel that the user called {@code spec}. */
    Optional<KernelTree> imported(String key, String spec) {
        try (Repository git = jgit()) {
            Ref ref = git.exactRef(IMPORTS + key);
            if (ref == null || !git.getObjectDatabase().has(ref.getObjectId())) {
                return Optional.empty();
            }
            return Optional.of(describe(git, ref.getObjectId(), spec));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The kernel that a commit holds. */
    public KernelTree describe(ObjectId commit, String spec) {
        try (Repository git = jgit()) {
            return describe(git, commit, spec);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a commit holds, be it a kernel or not. */
    KernelTree describeAny(ObjectId commit, String spec) {
        try (Repository git = jgit();
                RevWalk walk = new RevWalk(git)) {
            RevTree tree = walk.parseCommit(commit).getTree();
            return new KernelTree(
                    path, spec, commit.name(), tree.name(), makefile(git, tree).orElse(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes the commit of an import: no parent, author and date fixed by what was imported, so that it has the same id
     * everywhere. A root folder that holds nothing but one folder, as archives have, is stepped over.
     *
     * @param key under which it is found again; empty to find it never
     */
    KernelTree commit(ObjectId root, Instant date, String message, String key, String spec) {
        try (Repository git = jgit();
                ObjectInserter inserter = git.newObjectInserter()) {
            PersonIdent who = new PersonIdent("kharness", "kharness@localhost", date, ZoneOffset.UTC);
            CommitBuilder builder = new CommitBuilder();
            builder.setTreeId(step(git, root));
            builder.setAuthor(who);
            builder.setCommitter(who);
            builder.setMessage(message);
            ObjectId commit = inserter.insert(builder);
            inserter.flush();
            KernelTree tree = describe(git, commit, spec);
            if (!key.isEmpty()) {
                RefUpdate update = git.updateRef(IMPORTS + key);
                update.setNewObjectId(commit);
                update.forceUpdate();
            }
            return tree;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectId step(Repository git, ObjectId root) throws IOException {
        try (TreeWalk walk = new TreeWalk(git)) {
            walk.addTree(root);
            if (walk.next() && FileMode.TREE.equals(walk.getRawMode(0))) {
                ObjectId only = walk.getObjectId(0);
                return walk.next() ? root : only;
            }
            return root;
        }
    }

    private KernelTree describe(Repository git, ObjectId commit, String spec) throws IOException {
        try (RevWalk walk = new RevWalk(git)) {
            RevTree tree = walk.parseCommit(commit).getTree();
            String release = makefile(git, tree)
                    .orElseThrow(() -> new InputException(
                            spec + " is no Linux kernel: its top folder has no Makefile that names a VERSION"));
            return new KernelTree(path, spec, commit.name(), tree.name(), release);
        }
    }

    private static Optional<String> makefile(Repository git, RevTree tree) throws IOException {
        try (TreeWalk makefile = TreeWalk.forPath(git, "Makefile", tree)) {
            if (makefile != null && FileMode.REGULAR_FILE.equals(makefile.getRawMode(0))) {
                byte[] bytes = git.open(makefile.getObjectId(0)).getCachedBytes(1 << 20);
                return release(new String(bytes, StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    /** The release that a kernel's top Makefile gives, such as "6.1.192" or "7.3.0-rc4". */
    static Optional<String> release(String makefile) {
        Map<String, String> found = new HashMap<>();
        makefile.lines()
                .limit(40)
                .map(ASSIGNMENT::matcher)
                .filter(Matcher::matches)
                .forEach(m -> found.putIfAbsent(m.group(1), m.group(2)));
        String major = found.getOrDefault("VERSION", "");
        String minor = found.getOrDefault("PATCHLEVEL", "");
        if (!major.matches("\\d{1,3}") || !minor.matches("\\d{1,4}")) {
            return Optional.empty();
        }
        String sub = found.getOrDefault("SUBLEVEL", "0");
        return Optional.of(major + "." + minor + "." + sub + found.getOrDefault("EXTRAVERSION", ""));
    }
}
