/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.kharness.failure.InputException;

/** The tables of a history of nights. A database's {@code user_version} (sqlite.org, PRAGMA) is the version of its schema. */
final class HistorySchema {
    private static final int VERSION = 8;
    private static final List<String> SCHEMA = List.of(
            "create table night (id text primary key, started text not null, finished text)",
            "create table run (night text not null references night, kernel text not null, plan text not null,"
                    + " release text not null, commit_id text not null, exit_code integer not null,"
                    + " message text not null, folder text not null, primary key (night, kernel, plan))",
            "create table result (night text not null, kernel text not null, plan text not null,"
                    + " scenario text not null, verdict text not null, reason text not null, flaky integer not null,"
                    + " place integer not null, primary key (night, kernel, plan, scenario),"
                    + " foreign key (night, kernel, plan) references run)",
            "create table signature (night text not null, kernel text not null, plan text not null,"
                    + " scenario text not null, signature text not null,"
                    + " foreign key (night, kernel, plan, scenario) references result)",
            "create index signature_seen on signature (kernel, signature)");
    /** From version 1 to 2. */
    private static final List<String> CHANGES = List.of(
            "alter table result add column tries integer not null default 1",
            "alter table result add column failures integer not null default 0",
            "update result set failures = 1 where verdict = 'FAIL' and flaky = 0",
            // What was flaky had been tried three times
            "update result set tries = 3, failures = 1 where flaky = 1",
            "create index result_of on result (plan, scenario)",
            "create table configuration (file text not null)");
    /** From version 2 to 3: what of the results says something about later nights, which is little however long a history is. */
    private static final List<String> STATES = List.of(
            "create table change (kernel text not null, plan text not null, scenario text not null, started text not null,"
                    + " night text not null, verdict text not null,"
                    + " primary key (kernel, plan, scenario, started)) without rowid",
            "insert into change select kernel, plan, scenario, started, night, verdict from (select t.kernel, t.plan,"
                    + " t.scenario, n.started, t.night, t.verdict, t.verdict = 'FAIL' as failed,"
                    + " lag(t.verdict = 'FAIL') over (partition by t.kernel, t.plan, t.scenario order by n.started) as earlier"
                    + " from result t join night n on n.id = t.night"
                    + " where t.flaky = 0 and t.verdict not in ('SKIP', 'ERROR')) where earlier is null or earlier <> failed",
            "create table first_seen (kernel text not null, plan text not null, signature text not null,"
                    + " started text not null, primary key (kernel, plan, signature)) without rowid",
            "insert into first_seen select s.kernel, s.plan, s.signature, min(n.started) from signature s"
                    + " join night n on n.id = s.night group by s.kernel, s.plan, s.signature",
            "drop index if exists result_state",
            "drop index if exists signature_seen",
            "create index signature_of on signature (night, kernel, plan)");

    /** From version 3 to 4: what a kernel was called and its commit before a series, and what was found of a night's news. */
    private static final List<String> NAMES = List.of(
            "alter table run add column name text not null default ''",
            "alter table run add column base_id text not null default ''",
            "alter table night add column options text not null default ''",
            "create index run_of on run (kernel, plan)",
            "create table answer (night text not null references night, kernel text not null, plan text not null,"
                    + " scenario text not null, text text not null, folder text not null,"
                    + " primary key (night, kernel, plan, scenario))");

    /** From version 4 to 5: how long things take. */
    private static final List<String> PACES = List.of(
            "alter table result add column seconds real not null default 0",
            "alter table result add column usual real not null default 0",
            "alter table result add column noise real not null default 0",
            "alter table result add column turn integer not null default 0");

    /** From version 5 to 6: what compilers warn of; a kernel in a night whose warnings are known is in "warned". */
    private static final List<String> WARNINGS = List.of(
            "create table warned (night text not null references night, kernel text not null,"
                    + " primary key (night, kernel)) without rowid",
            "create table warning (night text not null, kernel text not null, text text not null,"
                    + " foreign key (night, kernel) references warned)",
            "create index warning_of on warning (night, kernel)");

    /** From version 6 to 7: how often scenarios fail by chance, counted up night by night. */
    private static final List<String> CHANCES = List.of(
            "create table chance (plan text not null, scenario text not null, kernel text not null,"
                    + " nights integer not null, flaky integer not null, tries integer not null, failures integer not null,"
                    + " last text not null, primary key (plan, scenario, kernel)) without rowid",
            "insert into chance select t.plan, t.scenario, t.kernel, count(*), total(t.flaky), total(t.tries),"
                    + " total(case when t.flaky = 1 then t.failures else 0 end),"
                    + " coalesce(max(case when t.flaky = 1 then n.started || ' ' || n.id end), '')"
                    + " from result t join night n on n.id = t.night"
                    + " where t.flaky = 1 or t.verdict in ('PASS', 'FIXED', 'KNOWN') group by t.plan, t.scenario, t.kernel",
            "drop index if exists result_of");

    /** From version 7 to 8: nights are gone through from the newest on, until one will do. */
    private static final List<String> ORDER = List.of("create index night_started on night (started)");

    private HistorySchema() {}

    /**
     * Gives a database the tables of this version, with what an older one holds.
     *
     * @param file where it lies
     * @throws InputException if it is of a newer version
     */
    static void prepare(Connection database, Path file) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute("pragma foreign_keys = on");
            int version;
            try (ResultSet found = statement.executeQuery("pragma user_version")) {
                version = found.getInt(1);
            }
            if (version > VERSION) {
                throw new InputException(file + ": written by a newer kharness (schema " + version + ")");
            }
            if (version < VERSION) {
                database.setAutoCommit(false);
                for (List<String> changes : List.of(SCHEMA, CHANGES, STATES, NAMES, PACES, WARNINGS, CHANCES, ORDER)
                        .subList(version, VERSION)) {
                    for (String change : changes) {
                        statement.execute(change);
                    }
                }
                statement.execute("pragma user_version = " + VERSION);
                database.commit();
                database.setAutoCommit(true);
            }
        }
    }
}
