/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What the Makefiles of a kernel's folders list to be built in a configuration. They must be asked for it: told to make a single
 * object, kbuild makes it whether or not the configuration has it, and without the folder's flags where it does not.
 *
 * @param source the kernel's tree
 * @param lists objects and folders by the folder that lists them; none of a folder whose Makefile could not be read
 */
record KbuildLists(Path source, Map<String, Set<String>> lists) {
    /** What begins a line of the answer, with a folder and a colon behind it. */
    private static final String ANSWER = "kharness-list ";

    /**
     * Reads one folder's file as scripts/Makefile.build does, and prints what it lists. Variables from the command line: FOLDER,
     * srctree. Since 6.10 src has the tree's path before it.
     */
    static final String MAKEFILE = """
            include include/config/auto.conf
            objtree := .
            SRCARCH := x86
            BITS := $(if $(CONFIG_64BIT),64,32)
            obj := $(FOLDER)
            srcroot := $(srctree)
            src := $(if $(shell grep -x 'src := $$(obj)' $(srctree)/scripts/Makefile.build),,$(srctree)/)$(FOLDER)
            include $(srctree)/scripts/Kbuild.include
            include $(firstword $(wildcard $(srctree)/$(FOLDER)/Kbuild $(srctree)/$(FOLDER)/Makefile))
            kharness-parts = $(foreach o,$(1),$(o) $($(o:.o=-y)) $($(o:.o=-m)) $($(o:.o=-objs)))
            kharness-named := $(obj-y) $(obj-m) $(lib-y) $(lib-m) $(extra-y) $(always-y) $(subdir-y) $(subdir-m)
            kharness-list:
            \t@:
            $(info kharness-list $(FOLDER): $(call kharness-parts,$(call kharness-parts,$(kharness-named))))
            """;

    /** For sh in the object folder: $1 is the makefile, $2 the source, then come the folders. */
    private static final String SCRIPT = "file=$1; src=$2; shift 2; for folder; do "
            + "make -s --no-print-directory -f \"$file\" FOLDER=\"$folder\" srctree=\"$src\" kharness-list 2>/dev/null; "
            + "done; exit 0";

    /** The command that asks, for a shell that stands in the object folder. */
    static List<String> command(String makefile, String source, Collection<String> folders) {
        List<String> command = new java.util.ArrayList<>(List.of("sh", "-c", SCRIPT, "sh", makefile, source));
        command.addAll(folders);
        return command;
    }

    /** The folders whose lists decide whether these files are built, the top folder apart. */
    static SortedSet<String> folders(List<String> files) {
        SortedSet<String> folders = new TreeSet<>();
        for (String file : files) {
            for (String folder = parent(file); !folder.isEmpty(); folder = parent(folder)) {
                folders.add(folder);
            }
        }
        return folders;
    }

    /** Reads the answer. */
    static KbuildLists read(Path source, List<String> lines) {
        Map<String, Set<String>> lists = new TreeMap<>();
        for (String line : lines) {
            int colon = line.indexOf(": ");
            if (line.startsWith(ANSWER) && colon > 0) {
                List<String> words = List.of(line.substring(colon + 2).strip().split("\\s+"));
                lists.put(line.substring(ANSWER.length(), colon), new TreeSet<>(words));
            }
        }
        return new KbuildLists(source, lists);
    }

    /**
     * True for a file that the configuration builds, as far as these lists tell.
     *
     * @param file a C file by its path in the tree
     */
    boolean builds(String file) {
        String wanted = name(file).replaceFirst("\\.c$", ".o");
        String folder = parent(file);
        while (!folder.isEmpty()) {
            Set<String> listed = lists.get(folder);
            boolean found = listed != null && listed.contains(wanted);
            boolean decided = listed != null && (wanted.endsWith(".o") || mentions(folder, wanted));
            if (decided && !found) {
                return false;
            }
            // The Makefiles of machines name some of their folders in other ways, and those are built
            wanted = name(folder) + "/" + (listed == null ? wanted : "");
            folder = parent(folder);
        }
        return true;
    }

    /** Whether the folder's own file has a word at all. */
    private boolean mentions(String folder, String word) {
        Pattern alone = Pattern.compile("(?<![\\w./-])" + Pattern.quote(word) + "(?![\\w.-])");
        try {
            for (String name : List.of("Kbuild", "Makefile")) {
                Path file = source.resolve(folder).resolve(name);
                if (Files.isRegularFile(file)) {
                    return alone.matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .find();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return false;
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
