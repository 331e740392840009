/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/**
 * A git tree being changed. Only the folders on the way to changed files are read and written, so that one patch costs
 * milliseconds whatever the size of the tree. A draft is cheap to copy.
 */
final class TreeDraft {
    private final PendingObjects objects;
    private final Folder root;

    private TreeDraft(PendingObjects objects, Folder root) {
        this.objects = objects;
        this.root = root;
    }

    /** A draft that begins as an existing tree. */
    static TreeDraft of(PendingObjects objects, ObjectId tree) {
        return new TreeDraft(objects, new Folder(tree));
    }

    /**
     * A file in a tree.
     *
     * @param mode git's mode, such as 0100644
     * @param id the blob
     */
    record Entry(int mode, ObjectId id) {
        boolean isLink() {
            return (mode & FileMode.TYPE_MASK) == FileMode.TYPE_SYMLINK;
        }
    }

    /** The file at a path; null if there is none or a folder. */
    @Nullable
    Entry file(String path) {
        Folder folder = folderOf(path, false);
        Node node = folder == null ? null : folder.nodes(objects).get(nameOf(path));
        return node == null || node.folder != null ? null : node.entry;
    }

    /** True if there is a folder at a path. */
    boolean isFolder(String path) {
        Folder folder = folderOf(path, false);
        Node node = folder == null ? null : folder.nodes(objects).get(nameOf(path));
        return node != null && node.folder != null;
    }

    /** The nearest thing above a path that is a file or a symbolic link; null if there are only folders. */
    @Nullable
    String fileAbove(String path) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String above = path.substring(0, slash);
            if (file(above) != null) {
                return above;
            }
        }
        return null;
    }

    /** Puts a file at a path, folders above it made as needed. */
    void put(String path, int mode, ObjectId id) {
        Folder folder = folderOf(path, true);
        if (folder == null) {
            throw new IllegalStateException("a file is in the way of " + path);
        }
        folder.nodes(objects).put(nameOf(path), new Node(new Entry(mode, id), null));
    }

    /** Removes the file at a path; folders that become empty go with it, as git has none. */
    void remove(String path) {
        List<Folder> way = new ArrayList<>();
        Folder folder = root;
        String[] names = path.split("/", -1);
        for (int i = 0; i < names.length - 1; i++) {
            way.add(folder);
            folder.touch();
            Node next = folder.nodes(objects).get(names[i]);
            if (next == null || next.folder == null) {
                return;
            }
            folder = next.folder;
        }
        folder.touch();
        folder.nodes(objects).remove(names[names.length - 1]);
        for (int i = way.size() - 1; i >= 0 && folder.nodes(objects).isEmpty(); i--) {
            folder = way.get(i);
            folder.nodes(objects).remove(names[i]);
        }
    }

    /** Keeps the changed trees with the pending objects and gives the root's id. */
    ObjectId write() {
        return root.write(objects);
    }

    private @Nullable Folder folderOf(String path, boolean make) {
        Folder folder = root;
        int from = 0;
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', from)) {
            String name = path.substring(from, slash);
            if (make) {
                folder.touch();
            }
            Node next = folder.nodes(objects).get(name);
            if (next == null && make) {
                next = new Node(null, new Folder(null));
                folder.nodes(objects).put(name, next);
            }
            if (next == null || next.folder == null) {
                return null;
            }
            folder = next.folder;
            from = slash + 1;
        }
        if (make) {
            folder.touch();
        }
        return folder;
    }

    private static String nameOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private record Node(@Nullable Entry entry, @Nullable Folder folder) {}

    private static final class Folder {
        private @Nullable ObjectId id;
        private @Nullable Map<String, Node> nodes;

        Folder(@Nullable ObjectId id) {
            this.id = id;
        }

        void touch() {
            nodes = nodes == null && id == null ? new TreeMap<>() : nodes;
            changed = true;
        }

        private boolean changed;

        Map<String, Node> nodes(PendingObjects objects) {
            Map<String, Node> known = nodes;
            if (known == null) {
                known = id == null ? new TreeMap<>() : read(objects, id);
                nodes = known;
            }
            return known;
        }

        private static Map<String, Node> read(PendingObjects objects, ObjectId id) {
            Map<String, Node> nodes = new TreeMap<>();
            CanonicalTreeParser parser = new CanonicalTreeParser();
            parser.reset(objects.read(id, Constants.OBJ_TREE));
            for (; !parser.eof(); parser.next()) {
                ObjectId child = parser.getEntryObjectId();
                int mode = parser.getEntryRawMode();
                boolean folder = (mode & FileMode.TYPE_MASK) == FileMode.TYPE_TREE;
                Node node = folder ? new Node(null, new Folder(child)) : new Node(new Entry(mode, child), null);
                nodes.put(parser.getEntryPathString(), node);
            }
            return nodes;
        }

        ObjectId write(PendingObjects objects) {
            ObjectId known = id;
            if (!changed && known != null) {
                return known;
            }
            Map<String, Node> sorted = new TreeMap<>(TreeDraft::gitOrder);
            nodes(objects).forEach((name, node) -> sorted.put(node.folder == null ? name : name + "/", node));
            TreeFormatter tree = new TreeFormatter();
            sorted.forEach((key, node) -> {
                if (node.folder != null) {
                    tree.append(
                            Constants.encode(key.substring(0, key.length() - 1)),
                            FileMode.TREE,
                            node.folder.write(objects));
                } else if (node.entry != null) {
                    tree.append(Constants.encode(key), FileMode.fromBits(node.entry.mode()), node.entry.id());
                }
            });
            ObjectId written = objects.add(Constants.OBJ_TREE, tree.toByteArray());
            id = written;
            changed = false;
            return written;
        }
    }

    /** git sorts tree entries by the bytes of their names, folders as if their names ended in a slash. */
    private static int gitOrder(String a, String b) {
        return java.util.Arrays.compareUnsigned(Constants.encode(a), Constants.encode(b));
    }
}
