/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.TreeFiles;

/**
 * Which symbols decide whether a file is built, as the Makefiles from its folder up to the top say it (kernel documentation,
 * kbuild/makefiles): lines of the form {@code obj-$(CONFIG_X) += x.o}, with make's conditionals around them.
 *
 * @param read gives a file's text by its path
 */
record KbuildFiles(Function<String, Optional<String>> read) {
    private static final Pattern ASSIGNED =
            Pattern.compile("(?<group>[\\w.-]+)-(?:y|m|objs|\\$\\(CONFIG_(?<symbol>\\w+)\\)|"
                    + "\\$\\(subst m,y,\\$\\(CONFIG_(?<subst>\\w+)\\)\\))\\s*[:+]?=\\s*(?<words>.*)");
    private static final Pattern PREFIXED =
            Pattern.compile("\\$\\(addprefix\\s+(?<prefix>[\\w./-]+)\\s*,(?<words>[^)]*)\\)");

    private static final Pattern SYMBOL = Pattern.compile("\\bCONFIG_(\\w+)");

    static KbuildFiles of(KernelTree tree) {
        TreeFiles files = new TreeFiles(tree);
        return new KbuildFiles(path -> files.read(path).map(b -> new String(b, StandardCharsets.UTF_8)));
    }

    /**
     * The symbols of a C file, those of its own object first.
     *
     * @param file its path in the tree
     */
    Set<String> symbols(String file) {
        Set<String> symbols = new LinkedHashSet<>();
        String folder = folderOf(file);
        String wanted =
                file.substring(folder.isEmpty() ? 0 : folder.length() + 1).replaceFirst("\\.c$", ".o");
        while (true) {
            String here = folder;
            Optional<String> makefile =
                    read.apply(within(here, "Kbuild")).or(() -> read.apply(within(here, "Makefile")));
            boolean found = makefile.isPresent() && look(makefile.get(), wanted, symbols, new HashSet<>());
            if (folder.isEmpty()) {
                return symbols;
            }
            String parent = folderOf(folder);
            String name = folder.substring(parent.isEmpty() ? 0 : parent.length() + 1) + "/";
            wanted = found ? name : name + wanted;
            folder = parent;
        }
    }

    private static boolean look(String makefile, String wanted, Set<String> symbols, Set<String> seen) {
        boolean found = false;
        Deque<List<String>> around = new ArrayDeque<>();
        for (String line : makefile.replaceAll("\\\\\\n", " ").lines().toList()) {
            Matcher m = ASSIGNED.matcher(line.strip());
            conditional(line.strip(), around);
            if (!m.matches() || !words(m.group("words")).contains(wanted)) {
                continue;
            }
            found = true;
            Optional.ofNullable(m.group("symbol")).ifPresent(symbols::add);
            Optional.ofNullable(m.group("subst")).ifPresent(symbols::add);
            around.forEach(symbols::addAll);
            String group = m.group("group");
            if (!group.equals("obj") && !group.equals("lib") && seen.add(group)) {
                look(makefile, group + ".o", symbols, seen);
            }
        }
        return found;
    }

    private static void conditional(String line, Deque<List<String>> around) {
        if (line.matches("if(n?eq|n?def)\\b.*")) {
            around.push(SYMBOL.matcher(line).results().map(r -> r.group(1)).toList());
        } else if (line.matches("endif\\b.*") && !around.isEmpty()) {
            around.pop();
        }
    }

    private static List<String> words(String text) {
        String plain = PREFIXED.matcher(text.replaceFirst("\\s#.*", "")).replaceAll(KbuildFiles::prefixed);
        return List.of(plain.strip().split("\\s+"));
    }

    private static String prefixed(MatchResult found) {
        List<String> words = new ArrayList<>();
        for (String word : found.group(2).strip().split("\\s+", -1)) {
            words.add(found.group(1) + word);
        }
        return Matcher.quoteReplacement(String.join(" ", words));
    }

    static String folderOf(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    static String within(String folder, String name) {
        return folder.isEmpty() ? name : folder + "/" + name;
    }
}
