/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.kharness.presubmit.Check.Outcome;
import org.kharness.presubmit.PatchFiles.Result;
import org.kharness.presubmit.PatchFiles.State;
import org.kharness.report.ConfigurationReview;

/**
 * What a configuration that was tried on every patch says of each.
 *
 * @param checks a check of the configuration's name by the patch's number; none where it could not be tried
 * @param row what they come to together
 */
record PatchVerdicts(SortedMap<Integer, Check> checks, ConfigurationReview row) {
    PatchVerdicts {
        checks = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(checks));
    }

    /**
     * Judges.
     *
     * @param notBuilding the patches with which the kernel does not build, which is told already
     */
    static PatchVerdicts of(Configuration configuration, PatchFiles files, Set<Integer> notBuilding) {
        SortedMap<Integer, Check> checks = new TreeMap<>();
        if (files.lack().isEmpty()) {
            PatchComplaints complaints = PatchComplaints.of(files);
            for (int place = 1; place <= files.kernels().last(); place++) {
                int number = files.kernels().patch(place).number();
                One one = new One(files, complaints, place, notBuilding.contains(number));
                checks.put(number, one.check(configuration.name()));
            }
        }
        return new PatchVerdicts(checks, row(configuration, files, checks));
    }

    private static ConfigurationReview row(
            Configuration configuration, PatchFiles files, SortedMap<Integer, Check> checks) {
        Set<String> compiled = new TreeSet<>();
        SortedSet<String> rest = new TreeSet<>();
        for (int place = 1; place <= files.kernels().last(); place++) {
            for (String file : files.of(place)) {
                Optional<Result> result = files.at(place, file);
                result.filter(r -> r.is(State.COMPILED)).ifPresent(r -> compiled.add(file));
                result.filter(r -> r.is(State.NOT_BUILT)).ifPresent(r -> rest.add(file));
            }
        }
        rest.removeAll(compiled);
        List<String> told = checks.entrySet().stream()
                .filter(c -> weight(c.getValue().outcome()) > weight(Outcome.PASS))
                .map(c -> String.valueOf(c.getKey()))
                .toList();
        String about = !files.lack().isEmpty()
                ? files.lack()
                : told.isEmpty() ? "" : "told of the patch: " + String.join(", ", told);
        return new ConfigurationReview(
                configuration.name(),
                configuration.about(),
                outcome(files, checks, compiled.isEmpty()).name(),
                compiled.size(),
                List.copyOf(rest),
                files.seconds(),
                List.of(),
                about.isEmpty() ? List.of() : List.of(about));
    }

    private static Outcome outcome(PatchFiles files, SortedMap<Integer, Check> checks, boolean nothing) {
        Outcome worst = checks.values().stream()
                .map(Check::outcome)
                .max(Comparator.comparing(PatchVerdicts::weight))
                .orElse(Outcome.SKIP);
        boolean skipped = !files.lack().isEmpty() || (worst == Outcome.PASS && nothing);
        return skipped ? Outcome.SKIP : worst;
    }

    private static int weight(Outcome outcome) {
        return List.of(Outcome.SKIP, Outcome.PASS, Outcome.WARN, Outcome.ERROR, Outcome.FAIL)
                .indexOf(outcome);
    }

    /** One patch. */
    private static final class One {
        private final PatchFiles files;
        private final PatchComplaints complaints;
        private final int place;
        private final boolean toldAlready;
        private final Map<Outcome, SortedSet<String>> found = new TreeMap<>();

        One(PatchFiles files, PatchComplaints complaints, int place, boolean toldAlready) {
            this.files = files;
            this.complaints = complaints;
            this.place = place;
            this.toldAlready = toldAlready;
        }

        Check check(String name) {
            complaints.of(place).forEach(c -> add(Outcome.WARN, complaints.told(place, c)));
            Set<String> own = new TreeSet<>(files.of(place));
            own.forEach(f -> files.at(place, f).ifPresent(r -> look(f, r)));
            if (!own.isEmpty() && own.stream().allMatch(this::isNotBuilt)) {
                add(Outcome.SKIP, "not built with it as the last patch: " + String.join(" ", own));
            }
            List<Outcome> order = found.keySet().stream()
                    .sorted(Comparator.comparing(PatchVerdicts::weight).reversed())
                    .toList();
            return new Check(
                    name,
                    order.isEmpty() ? Outcome.PASS : order.get(0),
                    order.stream()
                            .flatMap(o -> found.getOrDefault(o, new TreeSet<>()).stream())
                            .toList());
        }

        private void add(Outcome outcome, String what) {
            found.computeIfAbsent(outcome, o -> new TreeSet<>()).add(what);
        }

        private void look(String file, Result result) {
            Optional<Result> before = complaints.before(place - 1, place, file);
            Optional<Result> unknown = before.filter(r -> r.is(State.UNKNOWN));
            if (result.is(State.UNKNOWN)) {
                add(Outcome.ERROR, file + ": " + result.why());
            } else if ((result.isBad() || !result.said().isEmpty())
                    && unknown.isPresent()
                    && complaints.comparedWith(place, file).isEmpty()) {
                add(Outcome.ERROR, file + ", before the patch: " + unknown.get().why());
            } else if (result.isBad()) {
                bad(result, before.filter(Result::isBad).isPresent());
            }
        }

        private boolean isNotBuilt(String file) {
            return files.at(place, file).filter(r -> r.is(State.NOT_BUILT)).isPresent();
        }

        private void bad(Result result, boolean asBefore) {
            boolean broken = result.is(State.BROKEN);
            if (toldAlready) {
                add(Outcome.SKIP, (broken ? "does not come to its files: " : "does not compile: ") + result.why());
            } else if (asBefore) {
                add(
                        Outcome.WARN,
                        (broken
                                        ? "does not come to its files, nor did it before the patch: "
                                        : "did not compile before the patch either: ")
                                + result.why());
            } else {
                add(Outcome.FAIL, result.why());
            }
        }
    }
}
