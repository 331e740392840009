/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.stage;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.kharness.cache.Cache;
import org.kharness.failure.HarnessException;
import org.kharness.failure.InputException;
import org.kharness.progress.Progress;
import org.kharness.report.ReportWriter;
import org.kharness.report.RunFolder;
import org.kharness.report.RunReport;

/** What every kind of run has around it: a folder of its own, and a report at the end, however it ended. */
public final class Reported {
    private Reported() {}

    private static String planName(RunRequest request) {
        String file = String.valueOf(request.plan().getFileName());
        return file.replaceFirst("\\.ya?ml$", "");
    }

    /** What is done in a run's folder; it tells the state how far it came. */
    public interface Work {
        void in(Path folder, RunState state);
    }

    /**
     * Does the work. A failure after the input was found good still leaves a report that says how far the run came.
     *
     * @throws InputException if the input cannot be used; nothing is left behind then
     */
    public static WholeRun.Result run(RunRequest request, Progress progress, Work work) {
        RunFolder folder = RunFolder.create(request.reports(), Clock.systemUTC());
        RunState state = new RunState(folder.id(), Instant.now().truncatedTo(ChronoUnit.SECONDS), progress);
        state.asked(request, planName(request));
        try {
            work.in(folder.path(), state);
        } catch (InputException e) {
            Cache.delete(folder.path());
            throw e;
        } catch (HarnessException e) {
            state.fail(e);
        } catch (RuntimeException e) {
            Cache.delete(folder.path());
            throw e;
        }
        RunReport report = state.report();
        ReportWriter.write(report, folder.path());
        folder.makeLatest();
        return new WholeRun.Result(report, folder.path());
    }
}
