/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.ExitCode;

/** Between which kernels something came, as the history knows it, and the command that searches there. */
final class Ranges {
    /** Exit codes of kernels that were built, and of those that booted too. */
    private static final Set<Integer> BUILT =
            Set.of(ExitCode.PASS.code(), ExitCode.FAIL.code(), ExitCode.NOT_BOOTED.code());

    private static final Set<Integer> BOOTED = Set.of(ExitCode.PASS.code(), ExitCode.FAIL.code());
    private static final Set<Integer> APPLIED =
            Set.of(ExitCode.PASS.code(), ExitCode.FAIL.code(), ExitCode.NOT_BUILT.code(), ExitCode.NOT_BOOTED.code());

    private final History history;
    private final NightlyConfig config;
    private final String options;
    private final Map<List<String>, Optional<Range>> known = new HashMap<>();
    private final Map<String, List<Origins.Answer>> answers = new HashMap<>();

    /**
     * Of a history.
     *
     * @param options of the command line, for the commands; as {@link BisectLine#options} gives them
     */
    Ranges(History history, NightlyConfig config, String options) {
        this.history = history;
        this.config = config;
        this.options = options;
    }

    /** The same changes, with their ranges. */
    List<Change> with(List<Change> changes) {
        return changes.stream().map(this::with).toList();
    }

    private Change with(Change change) {
        return switch (change.kind()) {
            case NEW_FAILURE, STILL_FAILING, BROKEN, STILL_BROKEN, FIXED, SLOWER, FASTER ->
                change.within(known.computeIfAbsent(
                                List.of(
                                        change.kernel(),
                                        change.plan(),
                                        change.scenario(),
                                        change.since(),
                                        family(change.kind())),
                                k -> range(change))
                        .orElse(null));
            default -> change;
        };
    }

    private Optional<Range> range(Change change) {
        Optional<KernelNight> then = history.origins().run(change.kernel(), change.plan(), change.since());
        if (then.isEmpty()) {
            return Optional.empty();
        }
        int code = then.get().exitCode();
        boolean mended = change.kind() == Change.Kind.FIXED;
        Optional<KernelNight> before = change.scenario().isEmpty()
                ? history.origins().lastEnding(change.kernel(), change.plan(), better(code), change.since())
                : history.origins().lastTelling(change.kernel(), change.plan(), change.scenario(), change.since());
        Optional<Range.Point> earlier = before.flatMap(Range.Point::of);
        Optional<Range.Point> later = Range.Point.of(then.get());
        if (earlier.isEmpty() || later.isEmpty()) {
            return Optional.empty();
        }
        Range range = mended
                ? new Range(later.get(), earlier.get(), "", "", "", "")
                : new Range(earlier.get(), later.get(), "", "", "", "");
        boolean timed = family(change.kind()).equals("pace");
        return Optional.of(answered(change, told(change, range, timed ? "" : what(change, code), mended)));
    }

    /** Kinds whose range is the same: a failure's is, however long it lasts. */
    private static String family(Change.Kind kind) {
        return switch (kind) {
            case FIXED -> "fixed";
            case SLOWER, FASTER -> "pace"; // no bisect follows how long something takes
            default -> "failing";
        };
    }

    private static Set<Integer> better(int code) {
        return code == ExitCode.NOT_BUILT.code() ? BUILT : code == ExitCode.NOT_BOOTED.code() ? BOOTED : APPLIED;
    }

    private static String what(Change change, int code) {
        if (!change.scenario().isEmpty()) {
            return "scenario";
        }
        return code == ExitCode.NOT_BUILT.code() ? "build" : code == ExitCode.NOT_BOOTED.code() ? "boot" : "";
    }

    private Range told(Change change, Range range, String what, boolean mended) {
        NightlyConfig.@Nullable Kernel kernel = config.kernel(change.kernel());
        if (range.isOneCommit()) {
            return remarked(
                    range,
                    "the same commit as in the night of " + (mended ? range.bad() : range.good()).night()
                            + ": it is not the kernel that changed");
        }
        if (kernel == null || what.isEmpty()) {
            return range;
        }
        if (kernel.series() != null) {
            return remarked(range, "with a series on top, which bisect does not put onto every commit");
        }
        return new Range(
                range.good(), range.bad(), BisectLine.of(kernel, change, range, what, mended, options), "", "", "");
    }

    private static Range remarked(Range range, String remark) {
        return new Range(range.good(), range.bad(), "", remark, "", "");
    }

    private Range answered(Change change, Range range) {
        return answers.computeIfAbsent(change.since(), history.origins()::answers).stream()
                .filter(a -> a.kernel().equals(change.kernel())
                        && a.plan().equals(change.plan())
                        && a.scenario().equals(change.scenario()))
                .findFirst()
                .map(a -> range.answered(a.text(), a.folder()))
                .orElse(range);
    }
}
