/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.diff;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.InputException;

/**
 * Reads the diff part of a patch as {@code git apply} does (apply.c): git diffs with their extended headers, traditional
 * unified diffs, binary data. Text between diffs is skipped, as git skips it.
 */
public final class DiffParser {
    private static final Pattern HUNK =
            Pattern.compile("@@ -(\\d{1,9})(?:,(\\d{1,9}))? \\+(\\d{1,9})(?:,(\\d{1,9}))? @@.*", Pattern.DOTALL);
    private static final Pattern BINARY_SIZE = Pattern.compile("(literal|delta) (\\d{1,9})\n");

    private final String origin;
    private final List<String> lines;
    private final int strip;
    private int at;
    private @Nullable GitHeader lone;

    private DiffParser(String origin, List<String> lines, int strip) {
        this.origin = origin;
        this.lines = lines;
        this.strip = strip;
    }

    /**
     * Reads a diff whose names have one leading component to strip ({@code a/}, {@code b/}).
     *
     * @param origin what error messages call the patch
     * @param raw the text, see {@link Raw}; text without any diff gives an empty list
     * @throws InputException if the diff is damaged; the message names origin and line
     */
    public static List<FileDiff> parse(String origin, String raw) {
        return parse(origin, raw, 1);
    }

    /** As {@link #parse(String, String)}, stripping another number of leading components. */
    public static List<FileDiff> parse(String origin, String raw, int strip) {
        return new DiffParser(origin, Raw.lines(raw), strip).all();
    }

    /** True if a text carries a diff that git would take. */
    public static boolean isDiff(String raw) {
        return raw.startsWith("--- ") || raw.contains("diff --git ") || raw.contains("\n@@ -");
    }

    private List<FileDiff> all() {
        List<FileDiff> diffs = new ArrayList<>();
        while (at < lines.size()) {
            String line = lines.get(at);
            if (line.startsWith("@@ -") && HUNK.matcher(line).matches()) {
                throw bad("a hunk without a file header");
            } else if (line.startsWith("diff --git ")) {
                int place = at + 1;
                GitHeader header = gitHeader();
                if (at > place) {
                    lone = null;
                    diffs.add(body(header, place));
                } else {
                    lone = header; // text to git, but its names stay in force
                }
            } else if (traditionalHeader()) {
                diffs.add(traditionalDiff());
            } else {
                at++;
            }
        }
        return diffs;
    }

    private boolean traditionalHeader() {
        return at + 2 < lines.size()
                && lines.get(at).startsWith("--- ")
                && lines.get(at + 1).startsWith("+++ ")
                && lines.get(at + 2).startsWith("@@ -");
    }

    private GitHeader gitHeader() {
        int place = at + 1;
        GitHeader header = new GitHeader(lines.get(at++), strip, lone);
        while (at < lines.size() && lines.get(at).endsWith("\n")) {
            try {
                if (!header.take(lines.get(at))) {
                    break;
                }
            } catch (IllegalArgumentException e) {
                throw bad(String.valueOf(e.getMessage()));
            }
            at++;
        }
        try {
            header.complete();
        } catch (IllegalArgumentException e) {
            at = place - 1;
            throw bad(String.valueOf(e.getMessage()));
        }
        return header;
    }

    private FileDiff traditionalDiff() {
        int place = at + 1;
        GitHeader header = GitHeader.traditional(lines.get(at), lines.get(at + 1), strip);
        if (header == null) {
            throw bad("no file name in the header");
        }
        at += 2;
        return body(header, place);
    }

    private FileDiff body(GitHeader header, int place) {
        List<Hunk> hunks = new ArrayList<>();
        while (at < lines.size() && lines.get(at).startsWith("@@ -")) {
            hunks.add(hunk());
        }
        boolean binary = false;
        BinaryHunk forward = null;
        BinaryHunk reverse = null;
        if (hunks.isEmpty() && at < lines.size()) {
            if (lines.get(at).equals("GIT binary patch\n")) {
                at++;
                binary = true;
                forward = binaryHunk();
                if (forward == null) {
                    throw bad("damaged binary patch");
                }
                reverse = binaryHunk();
            } else if (lines.get(at).matches("(Binary files|Files) .* differ\n")) {
                binary = true;
                at++;
            }
        }
        return finished(header, place, hunks, binary, forward, reverse);
    }

    private FileDiff finished(
            GitHeader header,
            int place,
            List<Hunk> hunks,
            boolean binary,
            @Nullable BinaryHunk forward,
            @Nullable BinaryHunk reverse) {
        boolean oldLines = hunks.stream().anyMatch(h -> !h.before().isEmpty());
        boolean newLines = hunks.stream().anyMatch(h -> !h.after().isEmpty());
        FileDiff.Kind kind = header.kind(oldLines || hunks.size() > 1);
        if (kind == FileDiff.Kind.NEW && oldLines) {
            throw badAt(place, "new file " + header.newName() + " depends on old contents");
        }
        if (kind == FileDiff.Kind.DELETE && newLines) {
            throw badAt(place, "deleted file " + header.oldName() + " still has contents");
        }
        boolean modes = header.oldMode() != 0 && header.newMode() != 0 && header.oldMode() != header.newMode();
        if (hunks.isEmpty() && !binary && kind == FileDiff.Kind.CHANGE && !modes) {
            throw badAt(place, "a file header without any change after it");
        }
        String oldName = kind == FileDiff.Kind.NEW ? null : header.oldName();
        String newName = kind == FileDiff.Kind.DELETE ? null : header.newName();
        return new FileDiff(
                oldName,
                newName,
                header.oldMode(),
                header.newMode(),
                kind,
                header.oldId(),
                header.newId(),
                hunks,
                binary,
                forward,
                reverse,
                place);
    }

    private Hunk hunk() {
        int place = at + 1;
        Matcher header = HUNK.matcher(lines.get(at));
        if (!header.matches()) {
            throw bad("damaged hunk header");
        }
        int before = count(header.group(2));
        int after = count(header.group(4));
        at++;
        HunkLines body = new HunkLines((int) Math.min((long) before + after, lines.size() - at));
        while (before > 0 || after > 0) {
            if (at >= lines.size()) {
                throw bad("the hunk of line " + place + " ends before its time");
            }
            String line = lines.get(at);
            char kind = line.charAt(0) == '\n' ? ' ' : line.charAt(0);
            before -= kind == ' ' || kind == '-' ? 1 : 0;
            after -= kind == ' ' || kind == '+' ? 1 : 0;
            if (!body.take(kind, line) || before < 0 || after < 0) {
                throw bad("damaged patch");
            }
            if (!line.endsWith("\n")) {
                throw bad("damaged patch: it is cut off in a line");
            }
            at++;
        }
        if (at < lines.size()
                && lines.get(at).startsWith("\\ ")
                && lines.get(at).length() > 12) {
            body.take('\\', lines.get(at++));
        }
        if (!body.changes()) {
            throw badAt(place, "a hunk that changes nothing");
        }
        return body.hunk(Integer.parseInt(header.group(1)), Integer.parseInt(header.group(3)), place);
    }

    private static int count(@Nullable String digits) {
        return digits == null ? 1 : Integer.parseInt(digits);
    }

    private @Nullable BinaryHunk binaryHunk() {
        if (at >= lines.size()) {
            return null;
        }
        Matcher header = BINARY_SIZE.matcher(lines.get(at));
        if (!header.matches()) {
            return null;
        }
        int size = Integer.parseInt(header.group(2));
        if (size > BinaryHunk.MOST_BYTES) {
            throw bad("binary data of " + size + " bytes is more than this program takes");
        }
        at++;
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        while (at < lines.size() && !lines.get(at).equals("\n")) {
            try {
                deflated.writeBytes(BinaryHunk.decodeLine(lines.get(at).stripTrailing()));
            } catch (IllegalArgumentException e) {
                throw bad("damaged binary patch: " + e.getMessage());
            }
            at++;
        }
        if (at >= lines.size()) {
            throw bad("the binary patch ends before its time");
        }
        at++;
        return new BinaryHunk(header.group(1).equals("delta"), size, Raw.of(deflated.toByteArray()));
    }

    private InputException bad(String message) {
        return badAt(at + 1, message);
    }

    private InputException badAt(int line, String message) {
        return new InputException(origin + ": line " + line + " of its diff: " + message);
    }
}
