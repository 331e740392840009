/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a history knows of where something came from: the runs before it, and what a search for the commit found. */
record Origins(Sql sql) {
    /** A run without its results; empty where there was none. */
    Optional<KernelNight> run(String kernel, String plan, String night) {
        return sql
                .query(
                        "select " + History.RUN + " from run r where r.night = ? and r.kernel = ? and r.plan = ?",
                        row -> History.run(row, List.of()),
                        night,
                        kernel,
                        plan)
                .stream()
                .findFirst();
    }

    /**
     * The last run before a night that told something of a scenario, without its results.
     *
     * @param night a night's id
     */
    Optional<KernelNight> lastTelling(String kernel, String plan, String scenario, String night) {
        return earlier(
                "and exists (select 1 from result t where t.night = r.night and t.kernel = r.kernel and t.plan = r.plan"
                        + " and t.scenario = ? and t.flaky = 0 and t.verdict not in ('SKIP', 'ERROR'))",
                kernel,
                plan,
                night,
                scenario);
    }

    /**
     * The last run before a night that ended with one of some exit codes, without its results.
     *
     * @param night a night's id
     */
    Optional<KernelNight> lastEnding(String kernel, String plan, Collection<Integer> codes, String night) {
        String some = codes.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return earlier("and r.exit_code in (" + some + ")", kernel, plan, night);
    }

    private Optional<KernelNight> earlier(String condition, Object... values) {
        return sql
                .query(
                        // The newest night first, until one will do: the join must not be turned round
                        "select " + History.RUN
                                + " from night n cross join run r on r.night = n.id and r.kernel = ? and"
                                + " r.plan = ? where n.started < (select started from night where id = ?) " + condition
                                + " order by n.started desc limit 1",
                        row -> History.run(row, List.of()),
                        values)
                .stream()
                .findFirst();
    }

    /** What a search for the commit found. */
    record Answer(String kernel, String plan, String scenario, String text, String folder) {}

    /** Keeps what a search for a night's news found. */
    void answer(Night night, Answer answer) {
        sql.update(
                "insert or replace into answer values (?, ?, ?, ?, ?, ?)",
                night.id(),
                answer.kernel(),
                answer.plan(),
                answer.scenario(),
                answer.text(),
                answer.folder());
    }

    /** What the searches of a night found. */
    List<Answer> answers(String night) {
        return sql.query(
                "select kernel, plan, scenario, text, folder from answer where night = ? order by rowid",
                row -> new Answer(
                        row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5)),
                night);
    }

    /** The commits before a series that kernels of some nights had. */
    List<String> commits(List<String> nights) {
        return nights.stream()
                .flatMap(n -> sql.query("select base_id from run where night = ?", r -> r.getString(1), n).stream())
                .distinct()
                .toList();
    }

    /** True if some night ran this commit: others may have fetched what is none of a night's business. */
    boolean knows(String commit) {
        return !sql.query("select 1 from run where base_id = ? limit 1", r -> 1, commit)
                .isEmpty();
    }
}
