/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.kharness.process.Command;
import org.kharness.series.diff.Raw;

/**
 * A small repository with topics that people work on, each in some versions, and what {@code git format-patch} writes of them.
 * The same seed gives the same repository.
 */
final class Topics {
    static final int VERSIONS = 3;
    private static final int LINK = 0160000;
    private static final String SUBMODULE = "0123456789abcdef0123456789abcdef01234567";
    private static final List<String> AUTHORS = List.of(
            "Ada Tester <ada@example.org>",
            "J\u00f6rg M\u00fcller <jm@example.org>",
            "Sammy Davis Jr. <sd@example.org>",
            "\u00c5sa \u0141ukasz-\u041f\u0435\u0442\u0440\u043e\u0432 <asa@example.org>",
            "Doe, Jane <jane@example.org>",
            "O'Neil \"Q\" Smith <oq@example.org>",
            "\u5f20\u4e09 <zhang@example.org>",
            "x (Group) <g@example.org>");
    private static final List<String> TEXTS = List.of(
            "Because it is wrong.\n",
            "Caf\u00e9 \u2014 with a dash\u00a0and more.\n\nA second paragraph   \n\n\n\nof three.\n",
            "Log:\n\n  [    1.000000] Memory failure: 0x1\n\n# a comment that stays\n",
            "- a list\n--- not a break\n---- nor this\n-- \nnot a signature either\n",
            "From here on the page is gone.\n",
            "Subject: what a mail has\nFrom: nobody <n@example.org>\n",
            "",
            "A very long line " + "that goes on and on ".repeat(12) + "and ends here.\n",
            "Reported-by: Q <q@example.org>\nCloses: https://example.org/1 # [1]\n",
            "tab\there\fand a form feed = equals =3D sign\n> quoted\n>From quoted\n");
    /** What authors tell format-patch; {@code --binary} and renames are its defaults or set below. */
    private static final List<String> FORMATS = List.of(
            "",
            "",
            "-s",
            "-C -C",
            "--no-renames",
            "--full-index",
            "-U8",
            "-U1",
            "--no-stat",
            "--base=base",
            "--no-encode-email-headers",
            "--encode-email-headers",
            "--signature='Ada -- the list'",
            "--no-signature",
            "--from='List Sender <sender@example.org>'",
            "--minimal -W",
            "-D",
            "--attach",
            "--inline=bound",
            "-b -B");

    private final Path work;
    private final Random random;
    private final StringBuilder stream = new StringBuilder();
    private final Map<String, List<Letter>> written = new HashMap<>();

    private record Entry(int mode, String content) {}

    private Topics(Path work, long seed) {
        this.work = work;
        random = new Random(seed);
    }

    /**
     * Makes the repository, its base checked out, and has every version written as mails.
     *
     * @param work an empty folder
     */
    static Topics make(Path work, int number, long seed) throws IOException {
        Topics topics = new Topics(work, seed);
        Map<String, Entry> base = base();
        topics.commit("base", "", "Base <b@example.org>", "base\n", Map.of(), base);
        StringBuilder script = new StringBuilder("set -e\ngit init -q -b none .\n"
                + "git config gc.auto 0; git config maintenance.auto false; git config core.fsync none\n"
                + "git config format.useAutoBase false\ngit fast-import --quiet <stream\n");
        for (int topic = 0; topic < number; topic++) {
            int patches = 1 + topics.random.nextInt(4);
            long same = topics.random.nextLong();
            for (int version = 1; version <= VERSIONS; version++) {
                topics.topic(base, topic, version, patches, same);
                String format = FORMATS.get(topics.random.nextInt(FORMATS.size()));
                String branch = "t" + topic + "v" + version;
                script.append(
                        "git format-patch --stdout --binary -M %s base..%s >../%s\n".formatted(format, branch, branch));
            }
        }
        Files.write(work.resolve("stream"), Raw.bytes(topics.stream.toString()));
        Files.writeString(work.resolve("../make.sh"), script + "rm stream\ngit checkout -q --detach base\n");
        Command.of("sh", "../make.sh").in(work).runOrFail();
        return topics;
    }

    /** The mails of a version as format-patch wrote them, the patches in their order. */
    List<Letter> letters(int topic, int version) throws IOException {
        String name = "t" + topic + "v" + version;
        List<Letter> letters = written.get(name);
        if (letters == null) {
            letters = new ArrayList<>();
            String all = Raw.of(Files.readAllBytes(work.resolve("../" + name)));
            for (String mail : all.split("(?m)^From [0-9a-f]{40} Mon Sep 17 00:00:00 2001\n", -1)) {
                if (!mail.isEmpty()) {
                    letters.add(Letter.of(mail));
                }
            }
            written.put(name, letters);
        }
        List<Letter> copies = new ArrayList<>();
        letters.forEach(l -> copies.add(l.copy()));
        return copies;
    }

    private void topic(Map<String, Entry> base, int topic, int version, int patches, long same) {
        Map<String, Entry> before = base;
        for (int n = 0; n < patches; n++) {
            Random mine = new Random(same + n);
            Map<String, Entry> after = new TreeMap<>(before);
            int kind = mine.nextInt(20);
            String longer = mine.nextInt(5) == 0 ? " " + "and more ".repeat(9) : "";
            String what = change(after, kind, n, mine);
            boolean reworked = version == 1 || mine.nextInt(3) > 0;
            edit(
                    after,
                    mine.nextBoolean() ? "mm/memory.c" : "fs/dax.c",
                    n,
                    "t" + topic + (reworked ? "v" + version : ""));
            String subject = "t" + topic + "p" + n + ": " + what + longer;
            String text = TEXTS.get(mine.nextInt(TEXTS.size()));
            String author = AUTHORS.get(mine.nextInt(AUTHORS.size()));
            String message =
                    subject.strip() + "\n\n" + text + (mine.nextBoolean() ? "\nSigned-off-by: " + author + "\n" : "");
            commit("t" + topic + "v" + version, n == 0 ? "base" : "", author, message, before, after);
            before = after;
        }
    }

    private static String change(Map<String, Entry> files, int kind, int n, Random random) {
        switch (kind) {
            case 0 -> {
                return edit(files, "include/linux/mm.h", n, "wide") + edit(files, "mm/memory.c", n + 5, "second");
            }
            case 1 -> files.put("mm/new" + n + ".c", new Entry(0100644, lines("new", 3 + random.nextInt(20))));
            case 2 -> files.remove("mm/gone" + n % 3 + ".c");
            case 3 -> move(files, "mm/old" + n % 3 + ".c", "mm/sub/moved" + n + ".c", true, n);
            case 4 -> move(files, "mm/old" + n % 3 + ".c", "mm/copy" + n + ".c", false, n);
            case 5 -> files.computeIfPresent("tools/run.sh", (p, e) -> new Entry(e.mode ^ 0111, e.content));
            case 6 -> files.put("logo.bin", new Entry(0100644, bytes(random, 40 + random.nextInt(300))));
            case 7 -> files.put("current", new Entry(0120000, "mm/memory" + n + ".c"));
            case 8 -> files.put("noeol.txt", new Entry(0100644, lines("n" + n, 4) + "no newline" + n));
            case 9 -> edit(files, random.nextInt(3) == 0 ? "dos/setup.inf" : "include/linux/mm.h", n, "dos");
            case 10 -> edit(files, "legacy/latin1.c", n, "\u00e4\u00f6");
            case 11 -> files.put("sub", new Entry(LINK, SUBMODULE.replace('0', (char) ('a' + n))));
            case 12 -> edit(files, "odd name \u00c3\u00a4.c", n, "odd");
            case 13 -> files.put("empty" + n, new Entry(0100755, ""));
            case 14 ->
                edit(files, "Documentation/utf8.rst", n, Raw.of("\u2014 \u00e9".getBytes(StandardCharsets.UTF_8)));
            case 15 -> {
                files.put("fresh.bin", new Entry(0100644, bytes(random, 100)));
                files.remove("gone.bin");
            }
            case 16 -> files.put("noeol.txt", new Entry(0100644, lines("end", 6)));
            case 17 -> files.put("mm/tabs.c", new Entry(0100644, "\tif (x)\t \n\n\n\treturn;\n"));
            default -> {
                return "change lines";
            }
        }
        return "kind " + kind;
    }

    private static void move(Map<String, Entry> files, String from, String to, boolean gone, int n) {
        Entry old = files.get(from);
        if (old != null) {
            files.put(to, old);
            edit(files, to, n, "moved");
            if (gone) {
                files.remove(from);
            }
        }
    }

    /** Changes a few lines in a part of the file of its own, so that patches of other versions fit too. */
    private static String edit(Map<String, Entry> files, String path, int n, String word) {
        Entry old = files.get(path);
        if (old == null) {
            return "nothing";
        }
        List<String> lines = new ArrayList<>(Raw.lines(old.content));
        int at = Math.min(lines.size() - 1, 6 + 20 * n);
        String end = lines.get(at).endsWith("\r\n") ? "\r\n" : "\n";
        lines.set(at, "changed " + word + end);
        if (at > 4) {
            lines.remove(at - 4);
        }
        lines.add(at, "\tadded(" + word + ");" + end);
        files.put(path, new Entry(old.mode, String.join("", lines)));
        return "change " + path + " ";
    }

    private static Map<String, Entry> base() {
        Map<String, Entry> files = new TreeMap<>();
        files.put("Makefile", new Entry(0100644, "VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 0\n"));
        for (String name : List.of("mm/memory.c", "fs/dax.c", "include/linux/mm.h", "odd name \u00c3\u00a4.c")) {
            files.put(name, new Entry(0100644, lines(name, 120)));
        }
        for (int i = 0; i < 3; i++) {
            files.put("mm/old" + i + ".c", new Entry(0100644, lines("old" + i, 60)));
            files.put("mm/gone" + i + ".c", new Entry(0100644, lines("gone" + i, 5)));
        }
        files.put("dos/setup.inf", new Entry(0100644, lines("dos", 90).replace("\n", "\r\n")));
        files.put("legacy/latin1.c", new Entry(0100644, lines("caf\u00e9", 90)));
        files.put(
                "Documentation/utf8.rst",
                new Entry(0100644, Raw.of(lines("caf\u00e9 \u2014", 90).getBytes(StandardCharsets.UTF_8))));
        files.put("noeol.txt", new Entry(0100644, lines("n", 4) + "no newline"));
        files.put("logo.bin", new Entry(0100644, bytes(new Random(1), 300)));
        files.put("gone.bin", new Entry(0100644, bytes(new Random(2), 100)));
        files.put("tools/run.sh", new Entry(0100755, "#!/bin/sh\nexit 0\n"));
        files.put("current", new Entry(0120000, "mm/memory.c"));
        files.put("sub", new Entry(LINK, SUBMODULE));
        return files;
    }

    private static String lines(String word, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(
                    switch (i % 7) {
                        case 0 -> "int " + word.replaceAll("[ /.]", "_") + i + "(void)\n";
                        case 1 -> "{\n";
                        case 2 -> "\treturn " + i + ";\n";
                        case 3 -> "}\n";
                        case 5 -> "/* " + word + " */\n";
                        default -> "\n";
                    });
        }
        return text.toString();
    }

    private static String bytes(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        bytes[0] = 0;
        return Raw.of(bytes);
    }

    private void commit(
            String branch,
            String from,
            String author,
            String message,
            Map<String, Entry> before,
            Map<String, Entry> after) {
        long seconds = 1638434929L + random.nextInt(100_000_000);
        String zone = List.of("+0000", "+0800", "-0330", "+0545").get(random.nextInt(4));
        String text = Raw.of(message.getBytes(StandardCharsets.UTF_8));
        stream.append("commit refs/heads/").append(branch).append("\nauthor ");
        stream.append(Raw.of(author.getBytes(StandardCharsets.UTF_8)))
                .append(" %d %s\ncommitter C <c@example.org> %d %s\n".formatted(seconds, zone, seconds, zone));
        data(text);
        stream.append(from.isEmpty() ? "" : "from refs/heads/" + from + "\n");
        for (Map.Entry<String, Entry> file : after.entrySet()) {
            Entry now = file.getValue();
            if (now.equals(before.get(file.getKey()))) {
                continue;
            }
            boolean link = now.mode == LINK;
            stream.append("M %o %s %s\n".formatted(now.mode, link ? now.content : "inline", file.getKey()));
            if (!link) {
                data(now.content);
            }
        }
        before.keySet().stream().filter(p -> !after.containsKey(p)).forEach(p -> stream.append("D " + p + "\n"));
        stream.append('\n');
    }

    private void data(String raw) {
        stream.append("data ").append(raw.length()).append('\n').append(raw).append('\n');
    }
}
