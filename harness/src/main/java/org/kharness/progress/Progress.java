/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.progress;

/** A listener for what the stages are doing. Implementations are safe to call from several threads; they
 * take what they show and leave out the rest. */
public interface Progress {
    /** A listener that shows nothing. */
    Progress NONE = new Progress() {};

    /** A new stage begins, such as "build"; it ends when the next one begins. */
    default void stage(String name) {}

    /** What the current stage is at, such as a file being compiled; shown in passing, may be lost. */
    default void detail(String text) {}

    /** How far the current stage is; total is 0 when it is not known. */
    default void count(int done, int total) {}

    /** What somebody else has to let go first: worth reading later, and what the stage is at until it goes on. */
    default void waiting(String text) {
        detail(text);
        note(text);
    }

    /** Something the user should be able to read later; shown once, kept on screen. */
    default void note(String text) {}
}
