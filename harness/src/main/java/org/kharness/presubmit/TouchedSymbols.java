/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.TreeChange;
import org.kharness.kernel.TreeFiles;

/**
 * The Kconfig symbols that a series has to do with: those by which its files are built, those of the conditions around and near
 * what it edited, and those of the Kconfig entries that it edited.
 */
final class TouchedSymbols {
    /** As much as a patch shows around what it edits. */
    private static final int NEAR = 3;

    private static final Pattern DIRECTIVE = Pattern.compile("\\s*#\\s*(?<word>if|ifdef|ifndef|elif|else|endif)\\b.*");
    private static final Pattern SYMBOL = Pattern.compile("\\bCONFIG_(?<symbol>[A-Za-z0-9_]+)\\b");
    private static final Pattern ASKED = Pattern.compile(
            "\\bIS_(?:ENABLED|BUILTIN|MODULE|REACHABLE)\\s*\\(\\s*CONFIG_(?<symbol>[A-Za-z0-9_]+)\\s*\\)");
    private static final Pattern KCONFIG = Pattern.compile("(?:.*/)?Kconfig[^/]*");

    private final TreeFiles files;
    private final TreeChange change;

    TouchedSymbols(KernelTree tip, TreeChange change) {
        this.files = new TreeFiles(tip);
        this.change = change;
    }

    /** Their names without CONFIG_, each once, the files' own first. */
    Set<String> all() {
        Set<String> symbols = new LinkedHashSet<>();
        KbuildFiles kbuild = KbuildFiles.of(files.tree());
        sorted().stream().filter(f -> f.endsWith(".c")).forEach(f -> symbols.addAll(kbuild.symbols(f)));
        Map<String, SortedSet<Integer>> near = change.edited(NEAR);
        Map<String, SortedSet<Integer>> edited = change.edited(0);
        for (String file : sorted()) {
            Optional<String> text = text(file);
            if (text.isPresent() && file.matches(".*\\.[chS]")) {
                symbols.addAll(
                        conditions(text.get(), edited.getOrDefault(file, none()), near.getOrDefault(file, none())));
            } else if (text.isPresent() && KCONFIG.matcher(file).matches()) {
                symbols.addAll(entries(text.get(), edited.getOrDefault(file, none())));
            }
        }
        return symbols;
    }

    /** Lines of a .config that turn on all that a user can of the touched folders' own options, as modules where they can be. */
    List<String> folderLines() {
        Map<String, KconfigFile.Entry> entries = new TreeMap<>();
        Set<String> read = new TreeSet<>();
        for (String file : sorted()) {
            if (file.matches(".*\\.[chS]") || KCONFIG.matcher(file).matches()) {
                nearestKconfig(file)
                        .filter(read::add)
                        .flatMap(this::text)
                        .ifPresent(
                                t -> KconfigFile.parse(t).entries().forEach(e -> entries.putIfAbsent(e.symbol(), e)));
            }
        }
        List<String> lines = new ArrayList<>(List.of("CONFIG_MODULES=y"));
        entries.values().stream()
                .filter(e -> e.asked()
                        && !e.chosen()
                        && e.type() != KconfigFile.Type.OTHER
                        && !e.symbol().equals("MODULES"))
                .forEach(
                        e -> lines.add("CONFIG_" + e.symbol() + (e.type() == KconfigFile.Type.TRISTATE ? "=m" : "=y")));
        return lines;
    }

    /** That of the file's folder or the next above it; the tree's own, at the top, is about everything. */
    private Optional<String> nearestKconfig(String file) {
        String folder = KbuildFiles.folderOf(file);
        while (!folder.isEmpty()) {
            String kconfig = folder + "/Kconfig";
            if (files.read(kconfig).isPresent()) {
                return Optional.of(kconfig);
            }
            folder = KbuildFiles.folderOf(folder);
        }
        return Optional.empty();
    }

    private SortedSet<String> sorted() {
        return new TreeSet<>(change.files());
    }

    private Optional<String> text(String file) {
        return files.read(file).map(b -> new String(b, StandardCharsets.UTF_8));
    }

    private static SortedSet<Integer> none() {
        return new TreeSet<>();
    }

    /**
     * The symbols of conditions.
     *
     * @param edited lines whose surrounding conditions count
     * @param near lines whose own conditions count
     */
    static Set<String> conditions(String text, SortedSet<Integer> edited, SortedSet<Integer> near) {
        Set<String> symbols = new LinkedHashSet<>();
        Deque<List<String>> around = new ArrayDeque<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            Matcher directive = DIRECTIVE.matcher(line);
            boolean is = directive.matches();
            List<String> named = is ? named(SYMBOL, line) : named(ASKED, line);
            if (is) {
                enter(directive.group("word"), named, around);
            }
            if (near.contains(number)) {
                symbols.addAll(named);
            }
            if (edited.contains(number)) {
                around.descendingIterator().forEachRemaining(symbols::addAll);
            }
        }
        return symbols;
    }

    private static void enter(String word, List<String> named, Deque<List<String>> around) {
        if (word.startsWith("if")) {
            around.push(new ArrayList<>(named));
        } else if (word.equals("elif") && !around.isEmpty()) {
            around.element().addAll(named);
        } else if (word.equals("endif") && !around.isEmpty()) {
            around.pop();
        }
    }

    private static List<String> named(Pattern pattern, String line) {
        return pattern.matcher(line)
                .results()
                .map(r -> r.group(1).replaceFirst("_MODULE$", ""))
                .toList();
    }

    /** The symbols of the entries that edited lines belong to. */
    static Set<String> entries(String kconfig, SortedSet<Integer> edited) {
        Set<String> symbols = new LinkedHashSet<>();
        for (KconfigFile.Entry entry : KconfigFile.parse(kconfig).entries()) {
            if (!edited.subSet(entry.first(), entry.last() + 1).isEmpty()) {
                symbols.add(entry.symbol());
            }
        }
        return symbols;
    }
}
