/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import org.kharness.progress.Progress;

/** A progress listener that shows what it hears and can be told to leave the screen in order. */
public interface ProgressDisplay extends Progress, AutoCloseable {
    /** For who wants the answer only. */
    ProgressDisplay NOTHING = () -> {};

    /** Ends the last stage's line and shows nothing any more. May be called twice. */
    @Override
    void close();
}
