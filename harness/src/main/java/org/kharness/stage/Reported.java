/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.stage;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kharness.cache.Cache;
import org.kharness.cache.Room;
import org.kharness.failure.HarnessException;
import org.kharness.failure.InputException;
import org.kharness.failure.SurroundingsException;
import org.kharness.progress.Progress;
import org.kharness.report.ReportWriter;
import org.kharness.report.RunFolder;
import org.kharness.report.RunReport;

/** What every kind of run has around it: a folder of its own, and a report at the end, however it ended. */
public final class Reported {
    private static final long REPORT_MIB = 20;

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
        Room.need(request.reports(), REPORT_MIB, "the report with its logs");
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
            Optional<String> full = Room.ranOut(e, written(folder));
            if (full.isEmpty()) {
                Cache.delete(folder.path());
                throw e;
            }
            state.fail(new SurroundingsException(full.get(), e));
        }
        RunReport report = state.report();
        try {
            ReportWriter.write(report, folder.path());
            folder.makeLatest();
        } catch (RuntimeException e) {
            String full = Room.ranOut(e, written(folder)).orElseThrow(() -> e);
            throw new SurroundingsException(full + judged(report), e);
        }
        return new WholeRun.Result(report, folder.path());
    }

    /** Where a run writes. */
    private static List<Path> written(RunFolder folder) {
        return List.of(folder.path(), Cache.open().root(), Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
    }

    /** Where there is no room for a report, the terminal gets what was judged. */
    private static String judged(RunReport report) {
        return report.scenarios().isEmpty()
                ? "; nothing was judged by then"
                : "; judged by then: "
                        + report.scenarios().stream()
                                .map(s -> s.id() + " " + s.verdict())
                                .collect(Collectors.joining(", "));
    }
}
