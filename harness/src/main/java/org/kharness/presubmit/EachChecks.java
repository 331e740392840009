/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.util.ArrayList;
import java.util.List;
import org.kharness.presubmit.Check.Outcome;
import org.kharness.report.PatchByPatch;
import org.kharness.report.PatchByPatch.Change;
import org.kharness.report.PatchByPatch.Kernel;
import org.kharness.report.PatchByPatch.Track;

/** What the plan on every kernel on the way says of each patch. */
final class EachChecks {
    /** Whether a kernel boots with the patch as the last one; only there where it does not. */
    static final String BOOTS = "boots";
    /** Whether scenarios fail from the patch on that did not before. */
    static final String SCENARIOS = "scenarios";

    private static final String NO_BOOT = "does not boot: ";

    private EachChecks() {}

    /** The checks of a patch. */
    static List<Check> of(PatchByPatch each, int n) {
        List<Kernel> kernels = each.kernels();
        int place = 0;
        while (place < kernels.size() && kernels.get(place).n() != n) {
            place++;
        }
        if (place == kernels.size()) {
            return List.of();
        }
        Kernel kernel = kernels.get(place);
        if (kernel.lack().startsWith(NO_BOOT)) {
            return List.of(boots(kernels, place), Check.skipped(SCENARIOS, "it does not boot"));
        }
        if (!kernel.lack().isEmpty()) {
            return List.of(Check.skipped(SCENARIOS, "the kernel with it as the last one " + said(kernel.lack())));
        }
        return List.of(scenarios(each, kernel, same(kernels, place)));
    }

    private static String said(String lack) {
        return lack.startsWith("was ") || lack.startsWith("could ") ? lack : "is not there: " + lack;
    }

    /** Only the first of several kernels in a row that do not boot is told of, as nobody can see what the others do. */
    private static Check boots(List<Kernel> kernels, int place) {
        String why = kernels.get(place).lack();
        for (int i = place - 1; i >= 0; i--) {
            String lack = kernels.get(i).lack();
            if (lack.isEmpty()) {
                break;
            }
            if (lack.startsWith(NO_BOOT)) {
                return Check.of(BOOTS, Outcome.WARN, why + ", as before it");
            }
        }
        return Check.of(BOOTS, Outcome.FAIL, why);
    }

    private static Check scenarios(PatchByPatch each, Kernel kernel, String same) {
        List<String> broken = new ArrayList<>();
        List<String> unsure = new ArrayList<>();
        List<String> others = new ArrayList<>();
        if (!same.isEmpty()) {
            others.add(same);
        }
        for (Track track : each.scenarios()) {
            for (Change change : track.changes()) {
                if (change.n() == kernel.n()) {
                    List<String> where = !change.breaks() ? others : change.steady() ? broken : unsure;
                    where.add(line(track, change));
                }
            }
        }
        Outcome outcome = !broken.isEmpty() ? Outcome.FAIL : !unsure.isEmpty() ? Outcome.WARN : Outcome.PASS;
        List<String> all = new ArrayList<>(broken);
        all.addAll(unsure);
        all.addAll(others);
        return new Check(SCENARIOS, outcome, all);
    }

    /** What a kernel's image has to do with those of others; empty for nothing. */
    private static String same(List<Kernel> kernels, int place) {
        Kernel kernel = kernels.get(place);
        if (place > 0 && kernels.get(place - 1).image().equals(kernel.image())) {
            return "nothing that it changes is in this kernel: the image is that before it";
        }
        int other = kernel.sameAs();
        return other < 0
                ? ""
                : "the image is that " + (other == 0 ? "before the series" : "with patch " + other + " as the last")
                        + ", on which the plan was run";
    }

    private static String line(Track track, Change change) {
        StringBuilder line = new StringBuilder(track.id())
                .append(": ")
                .append(change.from())
                .append(' ')
                .append(before(change))
                .append(", ")
                .append(change.to())
                .append(" from here on");
        if (change.breaks()) {
            track.changes().stream()
                    .filter(c -> c.n() > change.n() && c.from().equals("FAIL"))
                    .findFirst()
                    .ifPresent(c -> line.append(" until patch ").append(c.n()));
            line.append(": ").append(change.reason());
        }
        return line.append(change.steady() ? "" : " (comes and goes: " + change.tries() + ")")
                .toString();
    }

    private static String before(Change change) {
        boolean next = change.before() == change.n() - 1;
        return next ? "before" : change.before() == 0 ? "before the series" : "with patch " + change.before();
    }
}
