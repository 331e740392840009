/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.Deflater;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.util.Base85;
import org.kharness.series.diff.Raw;

/**
 * Makes up patches and the files they go on: few different lines, so that context repeats; trees that moved on since the
 * patch was made; every kind of header; damage. The same seed gives the same cases.
 */
final class PatchCases {
    private static final String[] WORDS = {"a\n", "b\n", "c\n", "\n", "{\n", "}\n", "\treturn;\n", " x\n", "x \n", "é\n"
    };

    private final Random random;
    private final ObjectInserter.Formatter ids = new ObjectInserter.Formatter();

    PatchCases(long seed) {
        random = new Random(seed);
    }

    /** A file with its mode and its bytes as a raw string. */
    record Entry(int mode, String content) {}

    /** Files below one folder, and a patch for them. */
    record Case(Map<String, Entry> files, String patch) {}

    Case next(String folder) {
        Map<String, Entry> files = new TreeMap<>();
        StringBuilder patch = new StringBuilder("Some words before.\n---\n one | 2 +-\n\n");
        int count = 1 + (chance(25) ? random.nextInt(3) : 0);
        for (int i = 0; i < count; i++) {
            patch.append(one(folder + "/f" + i, files));
        }
        patch.append("-- \n2.39.5\n\n");
        String text = patch.toString();
        return new Case(files, chance(8) ? damaged(text) : text);
    }

    private String one(String name, Map<String, Entry> files) {
        int kind = random.nextInt(100);
        if (kind < 60) {
            return change(name, files);
        } else if (kind < 68) {
            return created(name, files);
        } else if (kind < 75) {
            return deleted(name, files);
        } else if (kind < 87) {
            return moved(name, files, chance(50));
        } else if (kind < 93) {
            return binary(name, files);
        } else if (kind < 96) {
            return link(name, files);
        }
        return modeOnly(name, files);
    }

    private String change(String name, Map<String, Entry> files) {
        String before = text(random.nextInt(chance(10) ? 4 : 40));
        String after = edited(before, 1 + random.nextInt(3));
        String there = chance(45) ? before : chance(80) ? shifted(before) : edited(before, 1);
        int mode = chance(10) ? 0100755 : 0100644;
        files.put(name, new Entry(mode, there));
        if (before.equals(after)) {
            return "";
        }
        String hunks = hunks(before, after, context());
        if (chance(15)) {
            return "--- a/" + name + stamp() + "\n+++ b/" + name + stamp() + "\n" + hunks;
        }
        String modes = chance(10) ? "old mode %o\nnew mode %o\n".formatted(mode, mode ^ 0111) : "";
        String index = chance(70) ? index(before, after, modes.isEmpty() ? mode : 0) : "";
        return git(name, name) + modes + index + "--- a/" + name + "\n+++ b/" + name + "\n" + hunks;
    }

    private String created(String name, Map<String, Entry> files) {
        String after = text(random.nextInt(6));
        if (chance(20)) {
            files.put(name, new Entry(0100644, text(3)));
        }
        if (after.isEmpty()) {
            return git(name, name) + "new file mode 100644\nindex 0000000000..e69de29bb2\n";
        }
        String hunks = hunks("", after, 3);
        if (chance(25)) {
            return "--- " + (chance(50) ? "/dev/null" : "a/" + name) + "\n+++ b/" + name + "\n" + hunks;
        }
        return git(name, name) + "new file mode " + (chance(20) ? "100755" : "100644") + "\n" + index("", after, 0)
                + "--- /dev/null\n+++ b/" + name + "\n" + hunks;
    }

    private String deleted(String name, Map<String, Entry> files) {
        String before = text(random.nextInt(6));
        if (!chance(8)) {
            files.put(name, new Entry(0100644, chance(80) ? before : before + text(1 + random.nextInt(2))));
        }
        String header = git(name, name) + "deleted file mode 100644\n" + index(before, "", 0);
        if (before.isEmpty()) {
            return header;
        }
        return header + "--- a/" + name + "\n+++ /dev/null\n" + hunks(before, "", 3);
    }

    private String moved(String name, Map<String, Entry> files, boolean copy) {
        String before = text(3 + random.nextInt(20));
        String after = chance(40) ? before : edited(before, 1);
        String there = chance(60) ? before : shifted(before);
        String to = chance(30) ? name + ".d/deep/er" : name + "to";
        files.put(name, new Entry(chance(10) ? 0100755 : 0100644, there));
        if (chance(10)) {
            files.put(to, new Entry(0100644, text(2)));
        }
        String word = copy ? "copy" : "rename";
        String header =
                git(name, to) + "similarity index 90%\n" + word + " from " + name + "\n" + word + " to " + to + "\n";
        if (before.equals(after)) {
            return header;
        }
        return header + index(before, after, 0100644) + "--- a/" + name + "\n+++ b/" + to + "\n"
                + hunks(before, after, 3);
    }

    private String modeOnly(String name, Map<String, Entry> files) {
        int mode = chance(50) ? 0100755 : 0100644;
        files.put(name, new Entry(chance(80) ? mode : mode ^ 0111, text(3)));
        return git(name, name) + "old mode %o\nnew mode %o\n".formatted(mode, mode ^ 0111);
    }

    private String link(String name, Map<String, Entry> files) {
        String before = "../to/there";
        String after = "../to/here";
        if (chance(50)) {
            return git(name, name) + "new file mode 120000\n" + index("", after, 0) + "--- /dev/null\n+++ b/" + name
                    + "\n@@ -0,0 +1 @@\n+" + after + "\n\\ No newline at end of file\n";
        }
        files.put(name, chance(80) ? new Entry(0120000, before) : new Entry(0100644, before));
        return git(name, name) + index(before, after, 0120000) + "--- a/" + name + "\n+++ b/" + name
                + "\n@@ -1 +1 @@\n-" + before + "\n\\ No newline at end of file\n+" + after
                + "\n\\ No newline at end of file\n";
    }

    private String binary(String name, Map<String, Entry> files) {
        byte[] before = new byte[20 + random.nextInt(200)];
        byte[] after = new byte[20 + random.nextInt(200)];
        random.nextBytes(before);
        random.nextBytes(after);
        int kept = Math.min(before.length, after.length) / 2;
        System.arraycopy(before, 0, after, 0, kept);
        files.put(name, new Entry(0100644, chance(85) ? Raw.of(before) : text(3)));
        int digits = chance(90) ? 40 : 12;
        String index = "index " + id(Raw.of(before)).substring(0, digits) + ".."
                + id(Raw.of(after)).substring(0, digits) + " 100644\n";
        if (chance(10)) {
            return git(name, name) + index + "Binary files a/" + name + " and b/" + name + " differ\n";
        }
        String data = chance(50) ? data("literal", after) : data("delta", delta(before, after, kept));
        return git(name, name) + index + "GIT binary patch\n" + data + "\n" + data("literal", before) + "\n";
    }

    private static byte[] delta(byte[] before, byte[] after, int kept) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        varint(out, before.length);
        varint(out, after.length);
        out.write(0x80 | 0x10); // copy from offset 0, one byte of size
        out.write(kept);
        for (int at = kept; at < after.length; at += 127) {
            int n = Math.min(127, after.length - at);
            out.write(n);
            out.write(after, at, n);
        }
        return out.toByteArray();
    }

    private static void varint(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest >= 0x80) {
            out.write((rest & 0x7f) | 0x80);
            rest >>= 7;
        }
        out.write(rest);
    }

    private static String data(String word, byte[] data) {
        Deflater deflater = new Deflater();
        deflater.setInput(data);
        deflater.finish();
        byte[] packed = new byte[data.length + 100];
        int size = deflater.deflate(packed);
        deflater.end();
        StringBuilder text = new StringBuilder(word + " " + data.length + "\n");
        for (int at = 0; at < size; at += 52) {
            int n = Math.min(52, size - at);
            text.append((char) (n <= 26 ? 'A' + n - 1 : 'a' + n - 27));
            text.append(new String(Base85.encode(packed, at, n), StandardCharsets.US_ASCII))
                    .append('\n');
        }
        return text.toString();
    }

    private String damaged(String patch) {
        if (chance(10)) {
            return patch.substring(0, random.nextInt(patch.length()));
        }
        List<String> lines = new ArrayList<>(Raw.lines(patch));
        int at = random.nextInt(lines.size());
        switch (random.nextInt(5)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, lines.get(at));
            case 2 -> lines.set(at, " " + lines.get(at));
            case 3 -> lines.set(at, lines.get(at).replace('1', '2'));
            default -> lines.subList(at, lines.size()).clear();
        }
        return String.join("", lines);
    }

    private String text(int lines) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append(line());
        }
        boolean cut = text.length() > 1 && chance(12) && text.charAt(text.length() - 2) != '\n';
        return Raw.of((cut ? text.substring(0, text.length() - 1) : text.toString()).getBytes(StandardCharsets.UTF_8));
    }

    private String line() {
        String line = WORDS[random.nextInt(WORDS.length)];
        return chance(4) ? line.replace("\n", "\r\n") : chance(15) ? "u" + random.nextInt(50) + "\n" : line;
    }

    private String edited(String before, int edits) {
        List<String> lines = new ArrayList<>(Raw.lines(before));
        for (int i = 0; i < edits; i++) {
            int at = random.nextInt(lines.size() + 1);
            if (chance(40) || at == lines.size()) {
                String last = at == 0 ? "\n" : lines.get(at - 1);
                if (!last.endsWith("\n")) {
                    lines.set(at - 1, last + "\n");
                }
                lines.add(at, Raw.of(line().getBytes(StandardCharsets.UTF_8)));
            } else if (chance(50)) {
                lines.remove(at);
            } else {
                lines.set(at, Raw.of(line().getBytes(StandardCharsets.UTF_8)));
            }
        }
        return String.join("", lines);
    }

    /** As if somebody else had changed the file at one end or copied some of it. */
    private String shifted(String before) {
        List<String> lines = new ArrayList<>(Raw.lines(before));
        if (!lines.isEmpty() && chance(40)) {
            int from = random.nextInt(lines.size());
            int to = Math.min(lines.size(), from + 1 + random.nextInt(8));
            List<String> block = new ArrayList<>(lines.subList(from, to));
            block.replaceAll(l -> l.endsWith("\n") ? l : l + "\n");
            lines.addAll(random.nextInt(lines.size()), block);
        } else if (chance(60)) {
            for (int i = random.nextInt(6); i >= 0; i--) {
                lines.add(0, "new" + i + "\n");
            }
        } else {
            lines.subList(0, Math.min(lines.size(), random.nextInt(3))).clear();
        }
        return String.join("", lines);
    }

    private String hunks(String before, String after, int context) {
        RawText a = new RawText(Raw.bytes(before));
        RawText b = new RawText(Raw.bytes(after));
        EditList edits = new HistogramDiff().diff(RawTextComparator.DEFAULT, a, b);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DiffFormatter formatter = new DiffFormatter(out)) {
            formatter.setContext(context);
            formatter.format(edits, a, b);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Raw.of(out.toByteArray());
    }

    private int context() {
        return chance(75) ? 3 : random.nextInt(5);
    }

    private String index(String before, String after, int mode) {
        String wrong = chance(3) ? "badc0ffee0" : id(after).substring(0, 10);
        String old = before.isEmpty() ? "0000000000" : id(before).substring(0, 10);
        return "index " + old + ".." + (after.isEmpty() ? "0000000000" : wrong)
                + (mode == 0 ? "" : " %o".formatted(mode)) + "\n";
    }

    private String id(String content) {
        return ids.idFor(Constants.OBJ_BLOB, Raw.bytes(content)).name();
    }

    private String stamp() {
        return chance(50) ? "" : "\t2021-05-04 10:11:12.000000000 +0200";
    }

    private static String git(String from, String to) {
        return "diff --git a/" + from + " b/" + to + "\n";
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
