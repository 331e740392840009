/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.kharness.cache.Cache;
import org.kharness.machine.Abandoned;
import org.kharness.process.Cleanup;
import org.kharness.stage.JobContext;

/**
 * What a command gets from the process it runs in. Commands take it in their constructor; nothing here is static, so
 * tests hand in their own.
 *
 * @param out results go here
 * @param err progress and errors go here
 * @param outTerminal how results may be decorated
 * @param errTerminal whether progress may be drawn live
 * @param cleanup what must not outlive the process
 * @param top the harness's own folder: kernel-patches, qemu-images, test-plans and reports are in it
 */
public record CliContext(
        PrintWriter out, PrintWriter err, Terminal outTerminal, Terminal errTerminal, Cleanup cleanup, Path top) {
    /** The display that suits standard error; the caller closes it before it prints results. */
    public ProgressDisplay progress() {
        return errTerminal.live()
                ? new LiveProgress(err, errTerminal, System::nanoTime).started()
                : new PlainProgress(err, System::nanoTime);
    }

    /** What a job works with, told to this display. What jobs left behind that were killed is removed first. */
    public JobContext job(ProgressDisplay progress) {
        Cache cache = Cache.open();
        cache.clearAbandoned();
        Abandoned.clear();
        return new JobContext(cache, progress, cleanup);
    }
}
