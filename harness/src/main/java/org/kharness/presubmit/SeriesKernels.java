/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.TreeChange;

/**
 * The kernels on the way through a series: place 0 is the one before it, place 1 that with its first patch that applied, and so
 * on.
 */
final class SeriesKernels {
    /** A change of such a file changes no other file's object; one of anything else, such as a header, can change any. */
    private static final Pattern ALONE = Pattern.compile(".*\\.(?:c|rst|txt)|Documentation/.*|MAINTAINERS");

    private static final Pattern SAYS_WHAT_IS_BUILT = Pattern.compile("(?:.*/)?(?:Makefile|Kbuild|Kconfig[^/]*)");

    private final KernelTree base;
    private final List<Patch> patches;
    private final Map<List<Integer>, TreeChange> changes = new HashMap<>();
    /** For each place the first one with the same tree: a patch may take back another. */
    private final List<Integer> first = new ArrayList<>();
    /** For each place whether its patch can change what comes of files that it does not touch. */
    private final List<Boolean> others = new ArrayList<>();

    /**
     * A patch that applied.
     *
     * @param number its place in the series
     * @param commit the kernel with it as the last one
     * @param change what it changed
     */
    record Patch(int number, KernelTree commit, TreeChange change) {
        /** True if it can change what comes of files that it does not touch. */
        boolean changesOthers() {
            return Stream.concat(change.files().stream(), change.gone().stream())
                    .anyMatch(f -> !ALONE.matcher(f).matches());
        }
    }

    /**
     * Takes them.
     *
     * @param patches in the order in which they were applied, each on the one before it
     */
    SeriesKernels(KernelTree base, List<Patch> patches) {
        this.base = base;
        this.patches = List.copyOf(patches);
        List<String> trees = new ArrayList<>();
        for (int place = 0; place <= last(); place++) {
            trees.add(tree(place).tree());
            first.add(trees.indexOf(tree(place).tree()));
            others.add(place > 0 && patch(place).changesOthers());
        }
    }

    /** The last place, which is how many patches there are. */
    int last() {
        return patches.size();
    }

    /** The kernel at a place. */
    KernelTree tree(int place) {
        return place == 0 ? base : patch(place).commit();
    }

    /** The patch that leads to a place other than the first. */
    Patch patch(int place) {
        return patches.get(place - 1);
    }

    /** What a place is called in files and for people. */
    String name(int place) {
        return place == 0 ? "base" : "patch-" + patch(place).number();
    }

    /** Every file that some patch touches. */
    Set<String> touched() {
        Set<String> all = new TreeSet<>();
        patches.forEach(p -> all.addAll(p.change().files()));
        return all;
    }

    /** What differs between two places. */
    TreeChange between(int from, int to) {
        return from + 1 == to
                ? patch(to).change()
                : changes.computeIfAbsent(List.of(from, to), k -> TreeChange.between(tree(from), tree(to)));
    }

    /** What tells of which patch, by its place, a line at a place is, as far as that is one behind an earlier place. */
    BroughtBy writtenBetween(int from, int to) {
        TreeMap<Integer, TreeChange> way = new TreeMap<>();
        for (int place = from + 1; place <= to; place++) {
            way.put(place, patch(place).change());
        }
        return new BroughtBy(way);
    }

    /** What a file is called at a later place; empty where it is not there any more. */
    Optional<String> nameAt(int from, String file, int to) {
        Optional<String> name = Optional.of(file);
        for (int place = from + 1; place <= to; place++) {
            TreeChange change = patch(place).change();
            name = name.flatMap(change::nameAfter);
        }
        return name;
    }

    /** The earliest place at which a file, and all that can have a part in its object, is surely as it is at this one. */
    int same(int place, String file) {
        int at = first.get(place);
        while (at > 0 && !others.get(at) && !touches(patch(at).change(), file)) {
            at = first.get(at - 1);
        }
        return at;
    }

    private static boolean touches(TreeChange change, String file) {
        return change.files().contains(file) || change.gone().contains(file);
    }

    /** True for a place whose patch changes which files are built. */
    boolean changesWhatIsBuilt(int place) {
        return patch(place).change().files().stream()
                .anyMatch(f -> SAYS_WHAT_IS_BUILT.matcher(f).matches());
    }
}
