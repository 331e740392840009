/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.progress;

/** A listener for what the stages are doing. Implementations are safe to call from several threads. */
public interface Progress {
    /** A listener that shows nothing. */
    Progress NONE = new Progress() {
        @Override
        public void stage(String name) {}

        @Override
        public void detail(String text) {}

        @Override
        public void count(int done, int total) {}

        @Override
        public void note(String text) {}
    };

    /** A new stage begins, such as "build"; it ends when the next one begins. */
    void stage(String name);

    /** What the current stage is at, such as a file being compiled; shown in passing, may be lost. */
    void detail(String text);

    /** How far the current stage is; total is 0 when it is not known. */
    void count(int done, int total);

    /** Something the user should be able to read later; shown once, kept on screen. */
    void note(String text);
}
