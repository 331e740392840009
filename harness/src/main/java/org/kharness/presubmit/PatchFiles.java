/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kharness.build.BuildWarning;
import org.kharness.build.FileBuild;

/** What came of the files that the patches of a series touch, in one configuration, on the kernels on the way. */
final class PatchFiles {
    private final SeriesKernels kernels;
    private final Map<Key, Result> results = new HashMap<>();
    private final List<Set<String>> files = new ArrayList<>();
    private String lack = "";
    private double seconds;

    /** The same file of the same content, see {@link SeriesKernels#same}. */
    private record Key(int place, String file) {}

    /** How far a file came. */
    enum State {
        COMPILED,
        /** It does not compile. */
        FAILED,
        /** The kernel cannot be made ready for it. */
        BROKEN,
        /** The configuration has it not. */
        NOT_BUILT,
        /** Our surroundings failed. */
        UNKNOWN
    }

    /**
     * What came of a file.
     *
     * @param why what stopped it; empty where nothing did
     * @param said what was said of it; none where it did not compile
     */
    record Result(State state, String why, Set<BuildWarning> said) {
        private static final Result NOT_BUILT = new Result(State.NOT_BUILT, "", Set.of());

        boolean is(State other) {
            return state == other;
        }

        /** True where it was tried and the source is at fault. */
        boolean isBad() {
            return state == State.FAILED || state == State.BROKEN;
        }
    }

    /**
     * Begins with none.
     *
     * @param touched the files that the patch at each place has a part in, by their names there; none at the first
     */
    PatchFiles(SeriesKernels kernels, List<Set<String>> touched) {
        this.kernels = kernels;
        touched.forEach(t -> files.add(new LinkedHashSet<>(t)));
    }

    SeriesKernels kernels() {
        return kernels;
    }

    /** The files that the patch at a place has a part in, those besides that it is the first to let be built. */
    Set<String> of(int place) {
        return Set.copyOf(files.get(place));
    }

    /** Lets the patch at a place have a part in more files. */
    void add(int place, Collection<String> more) {
        files.get(place).addAll(more);
    }

    /** What came of a file at a place, or at another where it is the same; empty for one that was not tried. */
    Optional<Result> at(int place, String file) {
        return Optional.ofNullable(results.get(new Key(kernels.same(place, file), file)));
    }

    /** All that is said at a place, as far as it was tried, of whatever file: a header's complaints show in many. */
    Set<BuildWarning> said(int place) {
        Set<BuildWarning> all = new HashSet<>();
        results.keySet().stream()
                .map(Key::file)
                .distinct()
                .forEach(f -> at(place, f).ifPresent(r -> all.addAll(r.said())));
        return all;
    }

    /** Notes what came of files. */
    void put(int place, Collection<String> tried, FileBuild.Outcome outcome) {
        lack = outcome.lack();
        seconds += outcome.seconds();
        for (String file : tried) {
            put(place, file, result(file, outcome));
        }
    }

    /** Notes that our surroundings kept files from being tried. */
    void impossible(int place, Collection<String> tried, String why) {
        tried.forEach(f -> put(place, f, new Result(State.UNKNOWN, why, Set.of())));
    }

    private void put(int place, String file, Result result) {
        results.put(new Key(kernels.same(place, file), file), result);
    }

    private static Result result(String file, FileBuild.Outcome outcome) {
        if (!outcome.broken().isEmpty()) {
            return new Result(State.BROKEN, outcome.broken(), Set.of());
        }
        String error = outcome.failed().get(file);
        if (error != null) {
            return new Result(State.FAILED, error.contains(file) ? error : file + ": " + error, Set.of());
        }
        return outcome.built().contains(file)
                ? new Result(State.COMPILED, "", outcome.said().getOrDefault(file, Set.of()))
                : Result.NOT_BUILT;
    }

    /** Why the configuration cannot be tried at all; empty where it can. */
    String lack() {
        return lack;
    }

    /** Says why it cannot be tried. */
    void lacks(String why) {
        lack = why;
    }

    /** Wall time of all that was tried. */
    double seconds() {
        return seconds;
    }
}
