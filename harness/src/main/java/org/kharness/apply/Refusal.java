/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

/** Why a patch does not go into a tree, in one line that names the file and, where it is one hunk's fault, the hunk. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final String file;
    private final int hunk;

    Refusal(String file, int hunk, String message) {
        super(message);
        this.file = file;
        this.hunk = hunk;
    }

    Refusal(String file, String message) {
        this(file, 0, message);
    }

    /** The file's path. */
    String file() {
        return file;
    }

    /** Which hunk of the file, from 1; 0 where it is not one hunk's fault. */
    int hunk() {
        return hunk;
    }
}
