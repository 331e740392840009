/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

/** A submodule in a tree: to a patch it is a file of one line that names a commit. */
final class Submodule {
    private static final String LINE = "Subproject commit ";
    private static final int DIGITS = 40;

    private Submodule() {}

    static boolean is(int mode) {
        return (mode & FileMode.TYPE_MASK) == FileMode.TYPE_GITLINK;
    }

    /** The line for a commit. */
    static String text(ObjectId commit) {
        return LINE + commit.name() + "\n";
    }

    /** The commit that the line names. */
    static ObjectId id(String path, String text) throws Refusal {
        int end = LINE.length() + DIGITS;
        String digits = text.startsWith(LINE) && text.length() >= end ? text.substring(LINE.length(), end) : "";
        if (!digits.matches("[0-9a-fA-F]{40}")) {
            throw new Refusal(path, "a submodule whose line names no commit");
        }
        return ObjectId.fromString(digits);
    }
}
