/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a tree has moved files to, in the steps of git's diffcore-rename.c: files of equal content; then files whose
 * name without folders is the only one of its kind on both sides, if three quarters alike; then whatever is most alike, at
 * least half.
 */
final class RenameSearch {
    private static final int LEAST = Similarity.MOST / 2;
    private static final int LEAST_OF_A_NAMESAKE = Similarity.MOST * 3 / 4;
    private static final String EMPTY_BLOB = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";

    private final PendingObjects objects;
    private final Map<String, TreeDraft.Entry> gone;
    private final Map<String, TreeDraft.Entry> candidates = new LinkedHashMap<>();
    private final Map<String, String> found = new HashMap<>();
    private final Map<ObjectId, int[]> counts = new HashMap<>();

    private RenameSearch(PendingObjects objects, Map<String, TreeDraft.Entry> gone) {
        this.objects = objects;
        this.gone = gone;
    }

    /**
     * Searches a tree.
     *
     * @param gone files of the base that the tree does not have, by path, in the order of their paths
     * @param base all paths of the base: a file that was there before is no target
     * @return new path by old path, for those that were moved
     */
    static Map<String, String> find(
            PendingObjects objects, ObjectId tree, Map<String, TreeDraft.Entry> gone, TreeDraft base) {
        if (gone.isEmpty()) {
            return Map.of();
        }
        RenameSearch search = new RenameSearch(objects, gone);
        search.list(tree, "", base);
        search.equalContent();
        search.namesakes();
        search.mostAlike();
        return search.found;
    }

    private void list(ObjectId tree, String folder, TreeDraft base) {
        CanonicalTreeParser parser = new CanonicalTreeParser();
        parser.reset(objects.read(tree, Constants.OBJ_TREE));
        for (; !parser.eof(); parser.next()) {
            String path = folder + parser.getEntryPathString();
            TreeDraft.Entry entry = new TreeDraft.Entry(parser.getEntryRawMode(), parser.getEntryObjectId());
            int type = entry.mode() & FileMode.TYPE_MASK;
            if (type == FileMode.TYPE_TREE) {
                list(entry.id(), path + "/", base);
            } else if (type != FileMode.TYPE_GITLINK && base.file(path) == null) {
                candidates.put(path, entry);
            }
        }
    }

    private void take(String from, String to) {
        found.put(from, to);
        candidates.remove(to);
    }

    private Map<String, TreeDraft.Entry> open() {
        Map<String, TreeDraft.Entry> open = new LinkedHashMap<>(gone);
        open.keySet().removeAll(found.keySet());
        return open;
    }

    private void equalContent() {
        for (Map.Entry<String, TreeDraft.Entry> candidate : List.copyOf(candidates.entrySet())) {
            String to = candidate.getKey();
            String best = null;
            for (Map.Entry<String, TreeDraft.Entry> source : open().entrySet()) {
                boolean equal =
                        source.getValue().id().equals(candidate.getValue().id())
                                && sameType(source.getValue(), candidate.getValue())
                                && !source.getValue().id().name().equals(EMPTY_BLOB);
                if (equal && (best == null || (!sameName(best, to) && sameName(source.getKey(), to)))) {
                    best = source.getKey();
                }
            }
            if (best != null) {
                take(best, to);
            }
        }
    }

    private static boolean sameType(TreeDraft.Entry one, TreeDraft.Entry other) {
        return (one.mode() & FileMode.TYPE_MASK) == (other.mode() & FileMode.TYPE_MASK);
    }

    private static boolean sameName(String one, String other) {
        return name(one).equals(name(other));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private void namesakes() {
        Map<String, TreeDraft.Entry> sources = open();
        Map<String, @Nullable String> from = only(sources);
        Map<String, @Nullable String> to = only(candidates);
        for (String source : sources.keySet()) {
            String target = to.get(name(source));
            if (target != null
                    && source.equals(from.get(name(source)))
                    && score(sources.get(source), candidates.get(target)) >= LEAST_OF_A_NAMESAKE) {
                take(source, target);
            }
        }
    }

    /** The one path of every name; null for a name that several have. */
    private static Map<String, @Nullable String> only(Map<String, TreeDraft.Entry> files) {
        Map<String, @Nullable String> only = new HashMap<>();
        for (String path : files.keySet()) {
            String name = name(path);
            only.put(name, only.containsKey(name) ? null : path);
        }
        return only;
    }

    private record Pair(String from, String to, int score, boolean sameName) {}

    private void mostAlike() {
        Map<String, TreeDraft.Entry> sources = open();
        if (sources.isEmpty()) {
            return;
        }
        List<Pair> pairs = new ArrayList<>();
        candidates.forEach((to, target) -> sources.forEach((from, source) -> {
            int score = score(source, target);
            if (score >= LEAST) {
                pairs.add(new Pair(from, to, score, sameName(from, to)));
            }
        }));
        pairs.sort(Comparator.comparingInt(Pair::score)
                .reversed()
                .thenComparing(Pair::sameName, Comparator.reverseOrder()));
        for (Pair pair : pairs) {
            if (!found.containsKey(pair.from) && candidates.containsKey(pair.to)) {
                take(pair.from, pair.to);
            }
        }
    }

    private int score(TreeDraft.@Nullable Entry source, TreeDraft.@Nullable Entry target) {
        if (source == null || target == null || !isFile(source) || !isFile(target)) {
            return 0;
        }
        long before = objects.size(source.id());
        long after = objects.size(target.id());
        if (!Similarity.possible(before, after, LEAST)) {
            return 0;
        }
        int[] known = counts.computeIfAbsent(source.id(), id -> Similarity.count(objects.read(id, Constants.OBJ_BLOB)));
        return Similarity.score(known, before, Similarity.count(objects.read(target.id(), Constants.OBJ_BLOB)), after);
    }

    private static boolean isFile(TreeDraft.Entry entry) {
        return (entry.mode() & FileMode.TYPE_MASK) == FileMode.TYPE_FILE;
    }
}
