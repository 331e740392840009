/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kharness.failure.InputException;
import org.kharness.failure.SurroundingsException;

/**
 * All nights, in a SQLite database, whose form is that of {@link HistorySchema}. What a run brought is written in one transaction, so that a night that was cut short holds whole runs only.
 */
public final class History implements AutoCloseable {
    /** The columns of a run, in the order in which they are read. */
    static final String RUN =
            "r.night, r.kernel, r.plan, r.release, r.commit_id, r.exit_code, r.message, r.folder, r.name, r.base_id";

    private static final int RUN_COLUMNS = 10;

    private final Sql sql;

    private History(Connection database) {
        this.sql = new Sql(database);
    }

    /**
     * Opens a history, making it where there is none.
     *
     * @throws InputException if the file is no history, or one of a newer version
     */
    public static History open(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            DriverFolder.prepare();
            Connection database = DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
            try {
                HistorySchema.prepare(database, file);
            } catch (SQLException | RuntimeException e) {
                database.close();
                throw e;
            }
            return new History(database);
        } catch (SQLException e) {
            throw new InputException(file + ": not a history of nights: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new SurroundingsException("cannot write to " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Makes this the history of one configuration.
     *
     * @param file the configuration, which may have been moved since
     * @throws InputException if it is the history of another configuration that is still there
     */
    public void claim(Path file) {
        String mine = real(file);
        List<String> owners = sql.query("select file from configuration", r -> r.getString(1));
        if (owners.contains(mine)) {
            return;
        }
        for (String owner : owners) {
            if (Files.exists(Path.of(owner))) {
                throw new InputException(
                        file + ": its history is that of " + owner + ": give each a 'history' or 'reports' of its own");
            }
        }
        sql.update("delete from configuration");
        sql.update("insert into configuration values (?)", mine);
    }

    private static String real(Path file) {
        try {
            return file.toRealPath().toString();
        } catch (IOException e) {
            return file.toAbsolutePath().normalize().toString();
        }
    }

    /** All nights, the oldest first. */
    public List<Night> nights() {
        return nights(Integer.MAX_VALUE);
    }

    /** The last nights, so many at most, the oldest first. */
    List<Night> nights(int most) {
        List<Night> nights = sql.query(
                "select id, started, finished from night order by started desc, id desc limit ?",
                r -> {
                    String finished = r.getString(3);
                    return new Night(
                            r.getString(1),
                            Instant.parse(r.getString(2)),
                            finished == null ? null : Instant.parse(finished));
                },
                most);
        Collections.reverse(nights);
        return nights;
    }

    /** The last night. */
    public Optional<Night> last() {
        return nights(1).stream().findFirst();
    }

    /** Begins a night. */
    public Night begin(String id, Instant started) {
        sql.update("insert into night (id, started) values (?, ?)", id, started.toString());
        return new Night(id, started, null);
    }

    /** Ends a night. */
    public void finish(Night night, Instant finished) {
        sql.update("update night set finished = ? where id = ?", finished.toString(), night.id());
    }

    /** Adds what a run brought, all of it or nothing. */
    public void add(KernelNight run) {
        sql.whole(() -> insert(run));
    }

    private void insert(KernelNight run) {
        sql.update(
                "insert into run (night, kernel, plan, release, commit_id, exit_code, message, folder, name, base_id)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                run.night(),
                run.kernel(),
                run.plan(),
                run.release(),
                run.commit(),
                run.exitCode(),
                run.message(),
                run.folder(),
                run.tested().name(),
                run.tested().base());
        String started = sql.query("select started from night where id = ?", row -> row.getString(1), run.night())
                .get(0);
        int place = 0;
        for (KernelNight.Result r : run.results()) {
            noteState(run, r, started);
            usual().count(run, r, started);
            sql.update(
                    "insert into result (night, kernel, plan, scenario, verdict, reason, flaky, place, tries, failures,"
                            + " seconds, usual, noise, turn) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    run.night(),
                    run.kernel(),
                    run.plan(),
                    r.scenario(),
                    r.verdict(),
                    r.reason(),
                    r.flaky() ? 1 : 0,
                    place++,
                    r.tries(),
                    r.failures(),
                    r.pace().seconds(),
                    r.pace().usual(),
                    r.pace().noise(),
                    r.pace().turn());
            for (String signature : r.signatures()) {
                sql.update(
                        "insert into signature values (?, ?, ?, ?, ?)",
                        run.night(),
                        run.kernel(),
                        run.plan(),
                        r.scenario(),
                        signature);
            }
        }
    }

    private void noteState(KernelNight run, KernelNight.Result r, String started) {
        if (r.tells()) {
            sql.update(
                    "insert or replace into change select ?1, ?2, ?3, ?4, ?5, ?6 where (?6 = 'FAIL') is not (select"
                            + " verdict = 'FAIL' from change where kernel = ?1 and plan = ?2 and scenario = ?3 and started < ?4"
                            + " order by started desc limit 1)",
                    run.kernel(),
                    run.plan(),
                    r.scenario(),
                    started,
                    run.night(),
                    r.verdict());
        }
        for (String signature : r.signatures()) {
            sql.update(
                    "insert or ignore into first_seen values (?, ?, ?, ?)",
                    run.kernel(),
                    run.plan(),
                    signature,
                    started);
        }
    }

    /** All runs of one plan on one kernel, the oldest first. */
    public List<KernelNight> runs(String kernel, String plan) {
        return load("where r.kernel = ? and r.plan = ?", kernel, plan);
    }

    /** All runs of a night. */
    public List<KernelNight> runs(Night night) {
        return load("where r.night = ?", night.id());
    }

    /** All runs since a night, the oldest first. */
    public List<KernelNight> runsSince(Night night) {
        return load("where n.started >= ?", night.started().toString());
    }

    /** What the nights of a plan on a kernel say about later ones, all of them. */
    Past past(String kernel, String plan) {
        Map<String, List<KernelNight.Result>> changes = new HashMap<>();
        sql.query(
                "select night, scenario, verdict from change where kernel = ? and plan = ?",
                row -> changes.computeIfAbsent(row.getString(1), n -> new ArrayList<>())
                        .add(KernelNight.Result.once(row.getString(2), row.getString(3), "", List.of())),
                kernel,
                plan);
        List<String> begun = new ArrayList<>();
        List<KernelNight> runs = sql.query(
                "select r.night, r.exit_code, n.started from run r join night n on n.id = r.night where r.kernel = ?"
                        + " and r.plan = ? order by n.started, r.rowid",
                row -> {
                    begun.add(row.getString(3));
                    String night = row.getString(1);
                    return new KernelNight(
                            night,
                            kernel,
                            plan,
                            KernelNight.Tested.UNKNOWN,
                            row.getInt(2),
                            "",
                            "",
                            changes.getOrDefault(night, List.of()));
                },
                kernel,
                plan);
        Map<String, String> signatures = new HashMap<>();
        sql.query(
                "select signature, started from first_seen where kernel = ? and plan = ?",
                row -> signatures.put(row.getString(1), row.getString(2)),
                kernel,
                plan);
        String judged = sql
                .query(
                        "select n.started from night n cross join run r on r.night = n.id and r.kernel = ? and r.plan = ?"
                                + " where exists (select 1 from result t where t.night = r.night and t.kernel = r.kernel and t.plan = r.plan)"
                                + " order by n.started limit 1",
                        row -> row.getString(1),
                        kernel,
                        plan)
                .stream()
                .findFirst()
                .orElse("");
        return new Past(runs, begun, signatures, judged);
    }

    /** Loads runs with all that belongs to them, by three queries however many they are. */
    private List<KernelNight> load(String where, Object... values) {
        String join = " join run r using (night, kernel, plan) join night n on n.id = r.night " + where;
        Map<Long, Map<String, List<String>>> signatures = new HashMap<>();
        sql.query(
                "select r.rowid, s.scenario, s.signature from signature s" + join + " order by s.rowid",
                row -> signatures
                        .computeIfAbsent(row.getLong(1), k -> new HashMap<>())
                        .computeIfAbsent(row.getString(2), k -> new ArrayList<>())
                        .add(row.getString(3)),
                values);
        Map<Long, List<KernelNight.Result>> results = new HashMap<>();
        sql.query(
                "select r.rowid, t.scenario, t.verdict, t.reason, t.flaky, t.tries, t.failures, t.seconds, t.usual,"
                        + " t.noise, t.turn from result t" + join + " order by t.place",
                row -> {
                    String scenario = row.getString(2);
                    return results.computeIfAbsent(row.getLong(1), k -> new ArrayList<>())
                            .add(new KernelNight.Result(
                                    scenario,
                                    row.getString(3),
                                    row.getString(4),
                                    row.getInt(5) != 0,
                                    signatures
                                            .getOrDefault(row.getLong(1), Map.of())
                                            .getOrDefault(scenario, List.of()),
                                    row.getInt(6),
                                    row.getInt(7),
                                    pace(row, 8)));
                },
                values);
        return sql.query(
                "select " + RUN + ", r.rowid from run r join night n on n.id = r.night " + where
                        + " order by n.started, r.rowid",
                row -> run(row, results.getOrDefault(row.getLong(RUN_COLUMNS + 1), List.of())),
                values);
    }

    /** A row that begins with RUN. */
    static KernelNight run(ResultSet row, List<KernelNight.Result> results) throws SQLException {
        return new KernelNight(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                new KernelNight.Tested(row.getString(9), row.getString(4), row.getString(10), row.getString(5)),
                row.getInt(6),
                row.getString(7),
                row.getString(8),
                results);
    }

    /** What the history tells of where something came from. */
    Origins origins() {
        return new Origins(sql);
    }

    /** What compilers warned of. */
    Warnings warnings() {
        return new Warnings(sql);
    }

    /** What is usual in the history. */
    Usual usual() {
        return new Usual(sql);
    }

    /** Keeps the options of the command line that a night was asked for with, as a shell takes them. */
    void asked(Night night, String options) {
        sql.update("update night set options = ? where id = ?", options, night.id());
    }

    /** What {@link #asked} kept; empty where nothing was. */
    String options(Night night) {
        return sql.query("select options from night where id = ?", row -> row.getString(1), night.id()).stream()
                .findFirst()
                .orElse("");
    }

    static Pace pace(ResultSet row, int column) throws SQLException {
        return new Pace(
                row.getDouble(column), row.getDouble(column + 1), row.getDouble(column + 2), row.getInt(column + 3));
    }

    @Override
    public void close() {
        sql.close();
    }
}
