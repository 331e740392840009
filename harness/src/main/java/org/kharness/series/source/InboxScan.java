/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectDatabase;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.AbstractTreeIterator;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.SurroundingsException;
import org.kharness.progress.Progress;
import org.kharness.series.mail.ThreadIds;

/** Reads the mails of an epoch once, for the index: who they are and which they answer. */
final class InboxScan {
    private static final int MOST_MAIL_BYTES = 32 << 20;
    /** Mails per unit of work: enough that neighbours in a pack are read by one thread. */
    private static final int PORTION = 2000;

    private final Repository repository;
    private final Path path;
    private final Progress progress;
    private final AtomicInteger done = new AtomicInteger();

    private InboxScan(Repository repository, Path path, Progress progress) {
        this.repository = repository;
        this.path = path;
        this.progress = progress;
    }

    /**
     * A line for every mail: blob id, message-id, ids it answers.
     *
     * @param tip the newest commit
     * @param until the commit whose mails are known; null to read all
     * @param path what the user is told of
     * @return the lines, the oldest mail first
     */
    static List<String> lines(
            Repository repository, ObjectId tip, @Nullable ObjectId until, Path path, Progress progress)
            throws IOException {
        progress.detail("indexing " + path);
        return new InboxScan(repository, path, progress).read(tip, until);
    }

    private List<String> read(ObjectId tip, @Nullable ObjectId until) throws IOException {
        List<ObjectId> mails = mails(tip, until);
        Integer[] order = packOrder(mails);
        @Nullable String[] lines = new String[mails.size()];
        IntStream.rangeClosed(0, order.length / PORTION).parallel().forEach(portion -> {
            int end = Math.min(order.length, (portion + 1) * PORTION);
            try (ObjectReader reader = repository.newObjectReader()) {
                for (int i = portion * PORTION; i < end; i++) {
                    lines[order[i]] = line(reader, mails.get(order[i]));
                }
            } catch (IOException e) {
                throw new SurroundingsException("cannot read the archive " + path + ": " + e.getMessage(), e);
            }
            progress.detail("indexing " + path + ": " + done.addAndGet(end - portion * PORTION) + " mails");
        });
        return Stream.of(lines).filter(line -> line != null).toList();
    }

    /** The blobs that hold the mails, the oldest first. */
    private List<ObjectId> mails(ObjectId tip, @Nullable ObjectId until) throws IOException {
        List<ObjectId> mails = new ArrayList<>();
        try (RevWalk walk = new RevWalk(repository);
                ObjectReader reader = repository.newObjectReader()) {
            walk.setRetainBody(false);
            RevCommit newest = walk.parseCommit(tip);
            if (mail(reader, newest) == null && isVersionOne(reader, newest)) {
                return files(walk, newest, until);
            }
            walk.markStart(newest);
            if (until != null && reader.has(until)) {
                walk.markUninteresting(walk.parseCommit(until));
            }
            for (RevCommit commit : walk) {
                ObjectId mail = mail(reader, commit);
                if (mail != null) {
                    mails.add(mail);
                }
            }
        }
        Collections.reverse(mails);
        return mails;
    }

    /** A tree of folders named by two digits of the ids of what is in them: the layout of version 1. */
    private static boolean isVersionOne(ObjectReader reader, RevCommit commit) throws IOException {
        CanonicalTreeParser tree = new CanonicalTreeParser();
        tree.reset(reader, commit.getTree());
        for (; !tree.eof(); tree.next()) {
            if (tree.getNameLength() == 2 && tree.getEntryPathString().matches("[0-9a-f]{2}")) {
                return true;
            }
        }
        return false;
    }

    /** The files that a tree has and an older one has not. */
    private List<ObjectId> files(RevWalk walk, RevCommit newest, @Nullable ObjectId until) throws IOException {
        List<ObjectId> mails = new ArrayList<>();
        try (TreeWalk tree = new TreeWalk(repository)) {
            tree.setRecursive(true);
            tree.addTree(newest.getTree());
            tree.addTree(until == null ? new EmptyTreeIterator() : parser(walk, until));
            while (tree.next()) {
                boolean mail = tree.getPathString().matches("[0-9a-f]{2}/[0-9a-f]{38}(/.*)?");
                if (mail && tree.getRawMode(0) != 0 && !tree.idEqual(0, 1)) {
                    mails.add(tree.getObjectId(0));
                }
            }
        }
        return mails;
    }

    private AbstractTreeIterator parser(RevWalk walk, ObjectId commit) throws IOException {
        CanonicalTreeParser parser = new CanonicalTreeParser();
        try (ObjectReader reader = repository.newObjectReader()) {
            parser.reset(reader, walk.parseCommit(commit).getTree());
        }
        return parser;
    }

    /** The mail of a commit; null for a removal, which holds the file d instead. */
    private static @Nullable ObjectId mail(ObjectReader reader, RevCommit commit) throws IOException {
        CanonicalTreeParser tree = new CanonicalTreeParser();
        tree.reset(reader, commit.getTree());
        for (; !tree.eof(); tree.next()) {
            if (tree.getNameLength() == 1 && tree.getEntryPathString().equals("m")) {
                return tree.getEntryObjectId();
            }
        }
        return null;
    }

    /**
     * Indexes into the list, in the order in which a pack holds the mails. A mail is mostly stored as its difference from one
     * that lies before it in the pack: in any other order every mail costs a whole chain of them.
     */
    private Integer[] packOrder(List<ObjectId> mails) throws IOException {
        long[] places = new long[mails.size()];
        Map<ObjectId, Integer> wanted = new HashMap<>();
        for (int i = 0; i < places.length; i++) {
            wanted.put(mails.get(i), i);
        }
        ObjectDatabase database = repository.getObjectDatabase();
        long base = 0;
        if (database instanceof ObjectDirectory directory) {
            for (Pack pack : directory.getPacks()) {
                for (PackIndex.MutableEntry entry : pack) {
                    Integer index = wanted.get(entry.toObjectId());
                    if (index != null) {
                        places[index] = base + entry.getOffset();
                    }
                }
                base += pack.getPackFile().length();
            }
        }
        return IntStream.range(0, places.length)
                .boxed()
                .sorted(Comparator.comparingLong(i -> places[i]))
                .toArray(Integer[]::new);
    }

    private static @Nullable String line(ObjectReader reader, ObjectId mail) throws IOException {
        try {
            byte[] bytes = reader.open(mail, Constants.OBJ_BLOB).getCachedBytes(MOST_MAIL_BYTES);
            return mail.name() + " " + String.join(" ", ThreadIds.of(bytes));
        } catch (MissingObjectException e) {
            return null;
        }
    }
}
