/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kharness.build.FileBuild;
import org.kharness.kernel.TreeChange;
import org.kharness.presubmit.Check.Outcome;
import org.kharness.report.ConfigurationReview;

/** What files that were compiled in a configuration before a series and after it say of the series. */
final class ConfigurationVerdict {
    private final TreeChange change;
    private final List<String> failures = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    private ConfigurationVerdict(TreeChange change) {
        this.change = change;
    }

    /** The files as they were called before the series; those that it adds are left out. */
    static List<String> names(List<String> files, TreeChange change) {
        return files.stream()
                .flatMap(f -> change.before(f, 0).map(TreeChange.Place::file).stream())
                .distinct()
                .toList();
    }

    /**
     * Judges.
     *
     * @param files those that were to be compiled
     * @param before need not have been tried where there was nothing to say afterwards
     */
    static ConfigurationReview of(
            Configuration configuration,
            List<String> files,
            FileBuild.Outcome before,
            FileBuild.Outcome after,
            TreeChange change) {
        ConfigurationVerdict verdict = new ConfigurationVerdict(change);
        List<String> not = List.of();
        Outcome outcome = Outcome.PASS;
        if (!after.lack().isEmpty()) {
            outcome = Outcome.SKIP;
            verdict.remarks.add(after.lack());
        } else if (!after.broken().isEmpty()) {
            verdict.broken(before, after);
        } else {
            after.failed().forEach((file, error) -> verdict.failed(file, error, before));
            verdict.remarks.addAll(NewWarnings.fresh(before.warnings(), after.warnings(), change));
            not = files.stream()
                    .filter(f -> !after.built().contains(f) && !after.failed().containsKey(f))
                    .toList();
            if (!files.isEmpty() && not.size() == files.size()) {
                outcome = Outcome.SKIP;
                verdict.remarks.add("builds none of the files");
            }
        }
        return verdict.review(configuration, outcome, after.built().size(), not, before.seconds() + after.seconds());
    }

    /** One that our surroundings kept from being tried. */
    static ConfigurationReview impossible(Configuration configuration, String why) {
        return new ConfigurationReview(
                configuration.name(),
                configuration.about(),
                Outcome.ERROR.name(),
                0,
                List.of(),
                0,
                List.of(),
                List.of(why));
    }

    private void broken(FileBuild.Outcome before, FileBuild.Outcome after) {
        if (before.broken().isEmpty()) {
            failures.add(after.broken());
        } else {
            remarks.add("does not come to the files, nor did it before the series: " + after.broken());
        }
    }

    private void failed(String file, String error, FileBuild.Outcome before) {
        Optional<String> was = change.before(file, 0).map(TreeChange.Place::file);
        String told = error.contains(file) ? error : file + ": " + error;
        if (was.isPresent() && (!before.broken().isEmpty() || before.failed().containsKey(was.get()))) {
            remarks.add("did not compile before the series either: " + told);
        } else {
            failures.add(told);
        }
    }

    /** What was found decides where nothing else did. */
    private ConfigurationReview review(
            Configuration configuration, Outcome outcome, int compiled, List<String> not, double seconds) {
        Outcome found = !failures.isEmpty() ? Outcome.FAIL : remarks.isEmpty() ? Outcome.PASS : Outcome.WARN;
        return new ConfigurationReview(
                configuration.name(),
                configuration.about(),
                (outcome == Outcome.PASS ? found : outcome).name(),
                compiled,
                not,
                seconds,
                failures,
                remarks);
    }
}
