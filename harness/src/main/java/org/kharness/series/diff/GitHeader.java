/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.diff;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The lines before the first hunk of one file: parse_git_diff_header and parse_traditional_patch of git's apply.c. */
final class GitHeader {
    private static final List<String> KNOWN = List.of(
            "--- ",
            "+++ ",
            "old mode ",
            "new mode ",
            "deleted file mode ",
            "new file mode ",
            "copy from ",
            "copy to ",
            "rename old ",
            "rename new ",
            "rename from ",
            "rename to ",
            "similarity index ",
            "dissimilarity index ",
            "index ");
    private static final Pattern OBJECT_ID = Pattern.compile("[0-9a-f]{1,64}");
    private static final Pattern EPOCH = Pattern.compile(
            ".*\\t(1969-12-31|1970-01-01) (\\d\\d:\\d\\d:00)(\\.0+)? ([-+]\\d\\d:?\\d\\d)\\s*", Pattern.DOTALL);

    private final @Nullable String defaultName;
    private final int strip;
    private @Nullable String oldName;
    private @Nullable String newName;
    private int oldMode;
    private int newMode;
    private String oldId = "";
    private String newId = "";
    private FileDiff.@Nullable Kind kind;

    /** Begins a header; names of a "diff --git" line right before it, without a header of its own, stay in force. */
    GitHeader(String diffLine, int strip, @Nullable GitHeader lone) {
        this.strip = strip;
        oldName = lone == null ? null : lone.oldName;
        newName = lone == null ? null : lone.newName;
        defaultName = PathNames.ofDiffLine(diffLine.substring("diff --git ".length()), strip);
        kind = FileDiff.Kind.CHANGE;
    }

    private GitHeader(int strip) {
        this.strip = strip;
        defaultName = null;
    }

    /** Reads a header of two lines; null if it holds no name. */
    static @Nullable GitHeader traditional(String first, String second, int strip) {
        GitHeader header = new GitHeader(strip);
        String before = first.substring(4);
        String after = second.substring(4);
        int p = PathNames.depthZero(before, after) ? 0 : strip;
        String name;
        if (PathNames.isDevNull(before)) {
            header.kind = FileDiff.Kind.NEW;
            name = PathNames.traditional(after, null, p);
        } else if (PathNames.isDevNull(after)) {
            header.kind = FileDiff.Kind.DELETE;
            name = PathNames.traditional(before, null, p);
        } else {
            name = PathNames.traditional(after, PathNames.traditional(before, null, p), p);
            header.kind = isEpoch(before) ? FileDiff.Kind.NEW : isEpoch(after) ? FileDiff.Kind.DELETE : null;
        }
        header.oldName = name;
        header.newName = name;
        return name == null ? null : header;
    }

    /** Takes one line; false where the header ends. */
    boolean take(String line) {
        if (line.startsWith("@@ -")) {
            return false;
        }
        for (String word : KNOWN) {
            if (line.startsWith(word)) {
                takeWord(word, line.substring(word.length()));
                return true;
            }
        }
        return false;
    }

    private void takeWord(String word, String rest) {
        switch (word) {
            case "--- " -> oldName = verified(oldName, rest, kind == FileDiff.Kind.NEW);
            case "+++ " -> newName = verified(newName, rest, kind == FileDiff.Kind.DELETE);
            case "old mode " -> oldMode = mode(rest);
            case "new mode " -> newMode = mode(rest);
            case "deleted file mode " -> {
                become(FileDiff.Kind.DELETE);
                oldName = defaultName;
                oldMode = mode(rest);
            }
            case "new file mode " -> {
                become(FileDiff.Kind.NEW);
                newName = defaultName;
                newMode = mode(rest);
            }
            case "copy from " -> moved(FileDiff.Kind.COPY, rest, true);
            case "copy to " -> moved(FileDiff.Kind.COPY, rest, false);
            case "rename from ", "rename old " -> moved(FileDiff.Kind.RENAME, rest, true);
            case "rename to ", "rename new " -> moved(FileDiff.Kind.RENAME, rest, false);
            case "index " -> index(rest);
            default -> {} // similarity says nothing about the result
        }
    }

    private void become(FileDiff.Kind next) {
        if (kind != FileDiff.Kind.CHANGE && kind != next) {
            throw new IllegalArgumentException("header lines that contradict each other");
        }
        kind = next;
    }

    private void moved(FileDiff.Kind next, String rest, boolean from) {
        become(next);
        String name = PathNames.common(rest, null, strip > 0 ? strip - 1 : 0, false);
        if (from) {
            oldName = oldName == null ? name : oldName;
        } else {
            newName = newName == null ? name : newName;
        }
    }

    private @Nullable String verified(@Nullable String known, String rest, boolean devNull) {
        if (known == null && !devNull) {
            return PathNames.common(rest, null, strip, true);
        }
        if (known != null) {
            String again = PathNames.common(rest, null, strip, true);
            if (!known.equals(again)) {
                throw new IllegalArgumentException("file names that contradict each other");
            }
        } else if (!PathNames.isDevNull(rest)) {
            throw new IllegalArgumentException("/dev/null is expected here");
        }
        return known;
    }

    private void index(String rest) {
        String line = rest.strip();
        int space = line.indexOf(' ');
        String ids = space < 0 ? line : line.substring(0, space);
        int dots = ids.indexOf("..");
        if (dots < 0) {
            return;
        }
        String before = ids.substring(0, dots);
        String after = ids.substring(dots + 2);
        if (!OBJECT_ID.matcher(before).matches() || !OBJECT_ID.matcher(after).matches()) {
            return;
        }
        oldId = before;
        newId = after;
        if (space > 0) {
            oldMode = mode(line.substring(space + 1));
        }
    }

    private static int mode(String text) {
        try {
            return Integer.parseInt(text.strip(), 8);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("invalid file mode", e);
        }
    }

    /** Fills in the names that the header's own line gives, and refuses a header without any. */
    void complete() {
        if (oldName == null && newName == null) {
            oldName = defaultName;
            newName = defaultName;
        }
        boolean lacksNew = newName == null && kind != FileDiff.Kind.DELETE;
        boolean lacksOld = oldName == null && kind != FileDiff.Kind.NEW;
        if (lacksNew || lacksOld) {
            throw new IllegalArgumentException(
                    "the header names no file when " + strip + " leading path components are removed");
        }
    }

    /** What happens to the file; a traditional diff of added lines alone may create it, as git guesses. */
    FileDiff.Kind kind(boolean notNew) {
        if (kind != null) {
            return kind;
        }
        return notNew ? FileDiff.Kind.CHANGE : FileDiff.Kind.CHANGE_OR_NEW;
    }

    @Nullable
    String oldName() {
        return oldName;
    }

    @Nullable
    String newName() {
        return newName;
    }

    int oldMode() {
        return oldMode;
    }

    int newMode() {
        return newMode;
    }

    String oldId() {
        return oldId;
    }

    String newId() {
        return newId;
    }

    /** Some tools date a missing file at the epoch instead of naming it /dev/null. */
    private static boolean isEpoch(String name) {
        var matcher = EPOCH.matcher(name);
        if (!matcher.matches()) {
            return false;
        }
        String zone = matcher.group(4).replace(":", "");
        int offset = Integer.parseInt(zone.substring(1, 3)) * 60 + Integer.parseInt(zone.substring(3));
        offset = zone.startsWith("-") ? -offset : offset;
        String[] clock = matcher.group(2).split(":", -1);
        int minute = Integer.parseInt(clock[0]) * 60 + Integer.parseInt(clock[1]);
        int day = matcher.group(1).startsWith("1969") ? -24 * 60 : 0;
        return day + minute - offset == 0;
    }
}
