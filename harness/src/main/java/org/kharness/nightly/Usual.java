/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is usual in a history: how often a scenario fails by chance, and how long it takes. */
record Usual(Sql sql) {
    /** Counts a result of a night that began so; one that only failed says nothing of chance. */
    void count(KernelNight run, KernelNight.Result result, String started) {
        if (!result.flaky() && !List.of("PASS", "FIXED", "KNOWN").contains(result.verdict())) {
            return;
        }
        int flaky = result.flaky() ? 1 : 0;
        sql.update(
                "insert into chance values (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7) on conflict do update set nights = nights + 1,"
                        + " flaky = flaky + ?4, tries = tries + ?5, failures = failures + ?6,"
                        + " last = case when ?7 = '' then last else ?7 end",
                run.plan(),
                result.scenario(),
                run.kernel(),
                flaky,
                result.tries(),
                flaky * result.failures(),
                result.flaky() ? started + " " + run.night() : "");
    }

    /**
     * How often a scenario fails by chance: of the tries of nights in which it was flaky or passed, over all nights on all kernels or
     * on one, whichever is more.
     *
     * @return 0 where it was never seen to be flaky
     */
    double flakeRate(String kernel, String plan, String scenario) {
        String chance =
                "select total(flaky), total(failures), total(tries) from chance where plan = ? and scenario = ?";
        Sql.Row<Double> rate = r -> r.getDouble(1) == 0 ? 0.0 : (r.getDouble(2) + 0.5) / (r.getDouble(3) + 1);
        double everywhere = sql.query(chance, rate, plan, scenario).get(0);
        double here = sql.query(chance + " and kernel = ?", rate, plan, scenario, kernel)
                .get(0);
        return Math.max(everywhere, here);
    }

    /** The scenarios that were ever flaky, those that fail most often first. */
    List<Flake> flakes() {
        List<Flake> all = sql.query(
                "select plan, scenario, sum(flaky > 0), sum(flaky), sum(nights), sum(failures), sum(tries), max(last) from chance"
                        + " group by plan, scenario having sum(flaky) > 0",
                r -> new Flake(
                        r.getString(1),
                        r.getString(2),
                        r.getInt(3),
                        r.getInt(4),
                        r.getInt(5),
                        r.getInt(6),
                        r.getInt(7),
                        r.getString(8).replaceFirst(".* ", "")));
        return all.stream()
                .sorted(Comparator.comparingDouble(Flake::rate).reversed())
                .toList();
    }

    /** How long each scenario took in the last nights before one, since it last became slower or faster; the oldest first. */
    Map<String, List<Pace>> paces(String kernel, String plan, Night night) {
        Map<String, List<Pace>> paces = new HashMap<>();
        sql.query(
                "select t.scenario, t.seconds, t.usual, t.noise, t.turn from result t join night n on n.id = t.night"
                        + " where t.kernel = ?1 and t.plan = ?2 and t.seconds > 0 and t.flaky = 0 and t.verdict in"
                        + " ('PASS', 'KNOWN', 'FIXED') and t.night in (select r.night from run r join night m on"
                        + " m.id = r.night where r.kernel = ?1 and r.plan = ?2 and m.started < ?3 order by m.started desc"
                        + " limit 60) order by n.started",
                row -> {
                    List<Pace> before = paces.computeIfAbsent(row.getString(1), s -> new ArrayList<>());
                    Pace pace = History.pace(row, 2);
                    if (pace.turn() != 0) {
                        before.clear();
                    }
                    return before.add(pace);
                },
                kernel,
                plan,
                night.started().toString());
        return paces;
    }
}
