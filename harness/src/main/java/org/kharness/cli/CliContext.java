/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.kharness.build.AbandonedContainers;
import org.kharness.cache.AtWork;
import org.kharness.cache.Cache;
import org.kharness.job.JobContext;
import org.kharness.machine.Abandoned;
import org.kharness.process.Cleanup;
import picocli.CommandLine.IDefaultValueProvider;

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
 * @param reports where runs' folders go unless told
 * @param defaults of options, from the user's files
 * @param arguments the command line, for reports
 */
public record CliContext(
        PrintWriter out,
        PrintWriter err,
        Terminal outTerminal,
        Terminal errTerminal,
        Cleanup cleanup,
        Path top,
        Path reports,
        IDefaultValueProvider defaults,
        List<String> arguments) {
    public CliContext {
        arguments = List.copyOf(arguments);
    }

    /** A context without files of the user's, whose reports name no command line. */
    public CliContext(
            PrintWriter out, PrintWriter err, Terminal outTerminal, Terminal errTerminal, Cleanup cleanup, Path top) {
        this(out, err, outTerminal, errTerminal, cleanup, top, top.resolve("reports"), UserDefaults.none(), List.of());
    }

    /** The display that suits standard error; the caller closes it before it prints results. */
    public ProgressDisplay progress() {
        return errTerminal.live()
                ? new LiveProgress(err, errTerminal, System::nanoTime).started()
                : new PlainProgress(err, System::nanoTime).started();
    }

    /** What a job works with, told to this display. What jobs left behind that were killed is removed first. */
    public JobContext job(ProgressDisplay progress) {
        Cache cache = Cache.open().telling(progress::waiting);
        AtWork.begin(cache);
        cache.clearAbandoned();
        Abandoned.clear();
        AbandonedContainers.clear(cache);
        return new JobContext(cache, progress, cleanup);
    }
}
