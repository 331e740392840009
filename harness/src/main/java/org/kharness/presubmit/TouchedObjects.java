/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.TreeChange;
import org.kharness.kernel.TreeSearch;

/**
 * The C files that a series has a part in: those that it touches, and for each header some of those that include it.
 *
 * @param files their paths
 * @param notes what was left out, a line each
 */
record TouchedObjects(List<String> files, List<String> notes) {
    /** For each header; a header of the whole kernel is in thousands. */
    static final int MOST_OF_A_HEADER = 8;

    /** Paths that make and a shell take as they are; a patch can have others. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_+-]*(?:[./][A-Za-z0-9_+-]+)*\\.[ch]");

    /** Programs of the machine that builds, and what no Makefile of the kernel compiles. */
    private static final Pattern NO_OBJECT = Pattern.compile("(?:tools|scripts|usr|Documentation)/.*");

    private static final Pattern INCLUDED =
            Pattern.compile("(?:arch/[^/]+/)?include/(?:generated/)?(?:uapi/)?(?<name>.*)");

    TouchedObjects {
        files = List.copyOf(files);
        notes = List.copyOf(notes);
    }

    /** Looks at what differs. */
    static TouchedObjects of(KernelTree tip, TreeChange change) {
        return of(tip, change, change.files());
    }

    /**
     * Looks at what differs by one of several changes.
     *
     * @param series the files that all of the changes touch, which count before others where a header has many
     */
    static TouchedObjects of(KernelTree tree, TreeChange change, Set<String> series) {
        Set<String> files = new LinkedHashSet<>();
        List<String> notes = new ArrayList<>();
        List<String> headers = new ArrayList<>();
        for (String file : new TreeSet<>(change.files())) {
            if (!file.matches(".*\\.[ch]") || NO_OBJECT.matcher(file).matches()) {
                continue;
            }
            if (!PLAIN.matcher(file).matches()) {
                notes.add(file + ": left out, as make does not take such a name");
            } else if (file.endsWith(".c")) {
                files.add(file);
            } else {
                headers.add(file);
            }
        }
        Set<String> folders = new TreeSet<>();
        series.forEach(f -> folders.add(KbuildFiles.folderOf(f)));
        for (String header : headers) {
            including(new TreeSearch(tree), header, folders, series, files, notes);
        }
        return new TouchedObjects(new ArrayList<>(files), notes);
    }

    private static void including(
            TreeSearch search,
            String header,
            Set<String> folders,
            Set<String> series,
            Set<String> files,
            List<String> notes) {
        List<String> near = folders.stream()
                .map(f -> ":(glob)" + KbuildFiles.within(f, "*.c"))
                .toList();
        List<String> all = objects(search, header, near);
        if (all.isEmpty()) {
            all = objects(search, header, List.of("*.c"));
        }
        Set<String> taken = new LinkedHashSet<>();
        all.stream().filter(f -> files.contains(f) || series.contains(f)).forEach(taken::add);
        all.stream().limit(MOST_OF_A_HEADER).forEach(taken::add);
        files.addAll(taken);
        int left = all.size() - taken.size();
        if (all.isEmpty()) {
            notes.add(header + ": no C file includes it directly");
        } else if (left > 0) {
            notes.add(header + ": of the files that include it directly " + taken.size() + " are compiled, " + left
                    + " are left out");
        }
    }

    private static List<String> objects(TreeSearch search, String header, List<String> where) {
        return search.filesWith(spellings(header), where).stream()
                .filter(f -> PLAIN.matcher(f).matches() && !NO_OBJECT.matcher(f).matches())
                .filter(f -> ofThatMachine(header, f))
                .toList();
    }

    /** Other machines have other headers of the same name, and other files. */
    private static boolean ofThatMachine(String header, String file) {
        return !file.startsWith("arch/")
                || file.startsWith("arch/x86/")
                || header.startsWith(file.replaceFirst("^(arch/[^/]+/).*", "$1"));
    }

    /** How an include may name a header: by its path below an include folder, or by its name beside it. */
    private static List<String> spellings(String header) {
        Matcher in = INCLUDED.matcher(header);
        String name = header.substring(header.lastIndexOf('/') + 1);
        if (in.matches()) {
            return List.of("<" + in.group("name") + ">", "<uapi/" + in.group("name") + ">");
        }
        return List.of("\"" + name + "\"", "/" + name + "\"");
    }
}
