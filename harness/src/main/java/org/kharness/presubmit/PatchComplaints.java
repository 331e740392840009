/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.kharness.build.BuildWarning;
import org.kharness.kernel.TreeChange;
import org.kharness.presubmit.PatchFiles.Result;
import org.kharness.presubmit.PatchFiles.State;

/**
 * Which patch brings which complaint of a compiler or checker: the one with which it is said first, or, where the file did not
 * come so far on the kernel before it, the one that wrote the line. And which patch takes it away again.
 */
final class PatchComplaints {
    /** What names something, such as 'x', is the same complaint wherever in its file that something is moved. */
    private static final Pattern NAMES = Pattern.compile("'[^']+'");

    private final PatchFiles files;
    private final SeriesKernels kernels;
    private final Map<Integer, Map<BuildWarning, Complaint>> byPlace = new LinkedHashMap<>();

    /**
     * One of them.
     *
     * @param warning with its place on the kernel with the patch that brings it as the last one
     * @param seen the place of the patch with which it is said first, that of the one that brings it or a later one
     * @param gone the place of the patch with which it is said no more; 0 for none
     */
    record Complaint(BuildWarning warning, int seen, int gone) {}

    private PatchComplaints(PatchFiles files) {
        this.files = files;
        this.kernels = files.kernels();
    }

    /** Finds all of them. */
    static PatchComplaints of(PatchFiles files) {
        PatchComplaints all = new PatchComplaints(files);
        for (int place = 1; place <= all.kernels.last(); place++) {
            for (String file : new TreeSet<>(files.of(place))) {
                all.look(place, file);
            }
        }
        return all;
    }

    /** Those that the patch at a place brings. */
    List<Complaint> of(int place) {
        return List.copyOf(byPlace.getOrDefault(place, Map.of()).values());
    }

    /**
     * The last place before another at which a file compiled, so that there is something to compare with; empty where there is
     * none.
     *
     * @param file as it is called at that other place
     */
    Optional<Integer> comparedWith(int place, String file) {
        for (int earlier = place - 1; earlier >= 0; earlier--) {
            if (before(earlier, place, file).filter(r -> r.is(State.COMPILED)).isPresent()) {
                return Optional.of(earlier);
            }
        }
        return Optional.empty();
    }

    /** What came of a file at an earlier place; empty where it was not there, or not tried. */
    Optional<Result> before(int earlier, int place, String file) {
        return kernels.between(earlier, place).before(file, 0).flatMap(was -> files.at(earlier, was.file()));
    }

    private void look(int place, String file) {
        Result result = files.at(place, file).orElse(null);
        if (result == null || !result.is(State.COMPILED) || result.said().isEmpty()) {
            return;
        }
        Optional<Integer> since = comparedWith(place, file);
        if (since.isEmpty()
                && before(place - 1, place, file)
                        .filter(r -> r.is(State.UNKNOWN))
                        .isPresent()) {
            return; // there is nothing to tell the old from the new by
        }
        int from = since.orElse(0);
        Set<BuildWarning> fresh = fresh(files.said(place - 1), result.said(), place - 1, place);
        if (since.isPresent()) {
            Set<BuildWarning> before =
                    before(from, place, file).map(Result::said).orElse(Set.of());
            fresh.retainAll(fresh(before, result.said(), from, place));
        }
        fresh.stream()
                .filter(w -> !isElsewhere(w, since.orElse(place - 1), place))
                .forEach(w -> charge(w, place, file, from));
    }

    private Set<BuildWarning> fresh(Set<BuildWarning> before, Set<BuildWarning> now, int from, int place) {
        Set<BuildWarning> fresh = new HashSet<>(now);
        fresh.removeIf(w -> !NewWarnings.isNew(w, before, kernels.between(from, place)));
        return fresh;
    }

    /** True for words that an earlier place has at least as often of the file. */
    private boolean isElsewhere(BuildWarning warning, int from, int place) {
        Optional<String> was =
                kernels.between(from, place).before(warning.file(), 0).map(TreeChange.Place::file);
        return NAMES.matcher(warning.text()).find()
                && was.isPresent()
                && count(from, was.get(), warning.text()) >= count(place, warning.file(), warning.text());
    }

    private long count(int place, String file, String text) {
        return files.said(place).stream()
                .filter(w -> w.file().equals(file) && w.text().equals(text))
                .count();
    }

    private void charge(BuildWarning warning, int place, String file, int since) {
        Optional<BroughtBy.Line> written = since == place - 1
                ? Optional.empty()
                : kernels.writtenBetween(since, place).written(warning.file(), warning.line());
        int brought = written.map(BroughtBy.Line::patch).orElse(place);
        BuildWarning there = written.map(BroughtBy.Line::place)
                .map(p -> new BuildWarning(p.file(), p.line(), warning.text()))
                .orElse(warning);
        byPlace.computeIfAbsent(brought, p -> new LinkedHashMap<>())
                .putIfAbsent(there, new Complaint(there, place, gone(warning, place, file)));
    }

    /** The first later place at which a complaint is not said any more; 0 for none. */
    private int gone(BuildWarning warning, int place, String file) {
        for (int later = place + 1; later <= kernels.last(); later++) {
            Optional<String> name = kernels.nameAt(place, file, later);
            if ((name.isEmpty() || isKnown(later, name.get()))
                    && !isSaid(warning, files.said(later), kernels.between(place, later))
                    && !movedTo(later, warning, place)) {
                return later;
            }
        }
        return 0;
    }

    private boolean movedTo(int later, BuildWarning warning, int place) {
        return kernels.nameAt(place, warning.file(), later)
                .filter(name -> NAMES.matcher(warning.text()).find()
                        && count(later, name, warning.text()) >= count(place, warning.file(), warning.text()))
                .isPresent();
    }

    private boolean isKnown(int place, String file) {
        return files.at(place, file)
                .filter(r -> r.is(State.COMPILED) || r.is(State.NOT_BUILT))
                .isPresent();
    }

    private static boolean isSaid(BuildWarning warning, Set<BuildWarning> later, TreeChange change) {
        return later.stream()
                .filter(w -> w.text().equals(warning.text()))
                .anyMatch(w -> change.before(w.file(), w.line())
                        .filter(p -> p.file().equals(warning.file()) && p.line() == warning.line())
                        .isPresent());
    }

    /** In words, with its place. */
    String told(int place, Complaint complaint) {
        List<String> more = new ArrayList<>();
        if (complaint.seen() != place) {
            more.add("its file compiles since patch "
                    + kernels.patch(complaint.seen()).number());
        }
        if (complaint.gone() > 0) {
            more.add("gone again with patch " + kernels.patch(complaint.gone()).number());
        }
        return complaint.warning() + (more.isEmpty() ? "" : " [" + String.join("; ", more) + "]");
    }
}
