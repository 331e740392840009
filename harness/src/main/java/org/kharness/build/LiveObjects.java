/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of an object folder's files still take part in the build. make removes nothing, so a folder keeps the objects of
 * sources that a later kernel does not have or does not configure. Every file's command lies beside it in {@code .NAME.cmd}
 * (kernel documentation, kbuild/makefiles, "if_changed"); an object or archive that no command of a living file names is
 * left over.
 */
final class LiveObjects {
    private static final Pattern COMMAND = Pattern.compile("(?:saved)?cmd_(?<target>\\S+) := (?<words>.*)");
    /** How the members of an archive are written: {@code printf "fs/%s " open.o namei.o | xargs ar} (scripts/Makefile.build). */
    private static final Pattern MEMBERS = Pattern.compile("printf \"(?<folder>[^\"%]*)%s \"(?<names>[^|]*)");

    /** A step of the kernel's own build: programs that it builds for itself under tools/ are named with their whole path. */
    private static final Pattern STEP = Pattern.compile("(?:CC|AS|AR|LD)(?: \\[M\\])? (?<target>[^/\\s]\\S*\\.[ao])");

    /** Linked by scripts/link-vmlinux.sh, whose command does not name it. */
    private static final String TIMESTAMP = "init/version-timestamp.o";

    private static final int LONGEST_LIST = 1 << 20;

    private final Path folder;
    /** The files with a command, and the files that it names. */
    private final Map<String, Set<String>> named = new HashMap<>();

    private LiveObjects(Path folder) {
        this.folder = folder;
    }

    /**
     * Those steps of a build that made what is left over.
     *
     * @param folder the object folder after a build that came to its end
     * @param steps as kbuild prints them, such as "CC fs/dax.o"
     */
    static Set<String> leftOver(Path folder, Set<String> steps) throws IOException {
        LiveObjects objects = new LiveObjects(folder);
        objects.read();
        Set<String> dead = objects.dead();
        Set<String> left = new HashSet<>();
        for (String step : steps) {
            Matcher m = STEP.matcher(step);
            if (m.matches() && dead.contains(m.group("target"))) {
                left.add(step);
            }
        }
        return left;
    }

    private void read() throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = String.valueOf(file.getFileName());
                if (attributes.isRegularFile() && name.startsWith(".") && name.endsWith(".cmd")) {
                    command(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The command is the first line; what follows are dependencies. */
    private void command(Path file) throws IOException {
        try (BufferedReader text = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            String line = text.readLine();
            Matcher m = COMMAND.matcher(line == null ? "" : line);
            if (m.matches()) {
                named.put(m.group("target"), words(m.group("words")));
            }
        }
    }

    private Set<String> words(String command) throws IOException {
        Set<String> words = new HashSet<>();
        Matcher members = MEMBERS.matcher(command);
        while (members.find()) {
            for (String name : split(members.group("names"))) {
                words.add(members.group("folder") + name);
            }
        }
        for (String word : split(command)) {
            if (word.startsWith("@")) {
                words.addAll(listed(word.substring(1)));
            }
            words.add(word.startsWith("./") ? word.substring(2) : word);
        }
        return words;
    }

    /** {@code @FILE} stands for the names in a file (ld(1)). */
    private List<String> listed(String name) throws IOException {
        Path list = folder.resolve(name).normalize();
        boolean readable = list.startsWith(folder) && Files.isRegularFile(list) && Files.size(list) < LONGEST_LIST;
        return readable ? split(Files.readString(list, StandardCharsets.ISO_8859_1)) : List.of();
    }

    private static List<String> split(String text) {
        return List.of(text.replaceAll("[;()'\"]", " ").strip().split("\\s+"));
    }

    /** What is made by programs that name no object, such as link-vmlinux.sh, lies in the top folder: never left over. */
    private static boolean canDie(String file) {
        return file.contains("/") && !file.equals(TIMESTAMP) && (file.endsWith(".o") || file.endsWith(".a"));
    }

    private Set<String> dead() {
        Set<String> dead = new HashSet<>();
        boolean more = true;
        while (more) {
            Set<String> mentioned = new HashSet<>();
            named.forEach((target, words) -> {
                if (!dead.contains(target)) {
                    words.stream().filter(w -> !w.equals(target)).forEach(mentioned::add);
                }
            });
            List<String> fresh = new ArrayList<>();
            for (String target : named.keySet()) {
                if (canDie(target) && !mentioned.contains(target) && !dead.contains(target)) {
                    fresh.add(target);
                }
            }
            more = dead.addAll(fresh);
        }
        return dead;
    }
}
