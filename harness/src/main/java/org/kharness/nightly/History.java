/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.InputException;
import org.kharness.failure.SurroundingsException;

/**
 * All nights, in a SQLite database, whose form is that of {@link HistorySchema}. What a run brought is written in one transaction, so that a night that was cut short holds whole runs only.
 */
public final class History implements AutoCloseable {
    private final Connection database;

    private History(Connection database) {
        this.database = database;
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
            History history = new History(DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath()));
            try {
                HistorySchema.prepare(history.database, file);
            } catch (SQLException | RuntimeException e) {
                history.close();
                throw e;
            }
            return history;
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
        List<String> owners = query("select file from configuration", r -> r.getString(1));
        if (owners.contains(mine)) {
            return;
        }
        for (String owner : owners) {
            if (Files.exists(Path.of(owner))) {
                throw new InputException(
                        file + ": its history is that of " + owner + ": give each a 'history' or 'reports' of its own");
            }
        }
        update("delete from configuration");
        update("insert into configuration values (?)", mine);
    }

    private static String real(Path file) {
        try {
            return file.toRealPath().toString();
        } catch (IOException e) {
            return file.toAbsolutePath().normalize().toString();
        }
    }

    /**
     * How often a scenario fails by chance: of the tries of nights in which it was flaky or passed, over all nights on all kernels or
     * on one, whichever is more.
     *
     * @return 0 where it was never seen to be flaky
     */
    public double flakeRate(String kernel, String plan, String scenario) {
        String chance =
                "select total(flaky), total(case when flaky = 1 then failures else 0 end), total(tries) from result"
                        + " where plan = ? and scenario = ? and (flaky = 1 or verdict in ('PASS', 'FIXED', 'KNOWN'))";
        Row<Double> rate = r -> r.getDouble(1) == 0 ? 0.0 : (r.getDouble(2) + 0.5) / (r.getDouble(3) + 1);
        double everywhere = query(chance, rate, plan, scenario).get(0);
        double here =
                query(chance + " and kernel = ?", rate, plan, scenario, kernel).get(0);
        return Math.max(everywhere, here);
    }

    /** All nights, the oldest first. */
    public List<Night> nights() {
        return query("select id, started, finished from night order by started, id", r -> {
            String finished = r.getString(3);
            return new Night(
                    r.getString(1), Instant.parse(r.getString(2)), finished == null ? null : Instant.parse(finished));
        });
    }

    /** The last night. */
    public Optional<Night> last() {
        List<Night> nights = nights();
        return nights.isEmpty() ? Optional.empty() : Optional.of(nights.get(nights.size() - 1));
    }

    /** Begins a night. */
    public Night begin(String id, Instant started) {
        update("insert into night (id, started) values (?, ?)", id, started.toString());
        return new Night(id, started, null);
    }

    /** Ends a night. */
    public void finish(Night night, Instant finished) {
        update("update night set finished = ? where id = ?", finished.toString(), night.id());
    }

    /** Adds what a run brought, all of it or nothing. */
    public void add(KernelNight run) {
        try {
            database.setAutoCommit(false);
            try {
                insert(run);
                database.commit();
            } catch (SQLException | RuntimeException e) {
                database.rollback();
                throw e;
            } finally {
                database.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private void insert(KernelNight run) {
        update(
                "insert into run values (?, ?, ?, ?, ?, ?, ?, ?)",
                run.night(),
                run.kernel(),
                run.plan(),
                run.release(),
                run.commit(),
                run.exitCode(),
                run.message(),
                run.folder());
        String started = query("select started from night where id = ?", row -> row.getString(1), run.night())
                .get(0);
        int place = 0;
        for (KernelNight.Result r : run.results()) {
            noteState(run, r, started);
            update(
                    "insert into result values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    run.night(),
                    run.kernel(),
                    run.plan(),
                    r.scenario(),
                    r.verdict(),
                    r.reason(),
                    r.flaky() ? 1 : 0,
                    place++,
                    r.tries(),
                    r.failures());
            for (String signature : r.signatures()) {
                update(
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
            update(
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
            update(
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
        query(
                "select night, scenario, verdict from change where kernel = ? and plan = ?",
                row -> changes.computeIfAbsent(row.getString(1), n -> new ArrayList<>())
                        .add(KernelNight.Result.once(row.getString(2), row.getString(3), "", List.of())),
                kernel,
                plan);
        List<String> begun = new ArrayList<>();
        List<KernelNight> runs = query(
                "select r.night, r.release, r.commit_id, r.exit_code, r.message, r.folder, n.started from run r"
                        + " join night n on n.id = r.night where r.kernel = ? and r.plan = ? order by n.started, r.rowid",
                row -> {
                    begun.add(row.getString(7));
                    return new KernelNight(
                            row.getString(1),
                            kernel,
                            plan,
                            row.getString(2),
                            row.getString(3),
                            row.getInt(4),
                            row.getString(5),
                            row.getString(6),
                            changes.getOrDefault(row.getString(1), List.of()));
                },
                kernel,
                plan);
        Map<String, String> signatures = new HashMap<>();
        query(
                "select signature, started from first_seen where kernel = ? and plan = ?",
                row -> signatures.put(row.getString(1), row.getString(2)),
                kernel,
                plan);
        String judged = query(
                        "select n.started from run r join night n on n.id = r.night where r.kernel = ? and r.plan = ? and exists"
                                + " (select 1 from result t where t.night = r.night and t.kernel = r.kernel and t.plan = r.plan)"
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
        Map<List<String>, List<String>> signatures = new HashMap<>();
        query(
                "select r.night, r.kernel, r.plan, s.scenario, s.signature from signature s" + join
                        + " order by s.rowid",
                row -> signatures
                        .computeIfAbsent(key(row, 4), k -> new ArrayList<>())
                        .add(row.getString(5)),
                values);
        Map<List<String>, List<KernelNight.Result>> results = new HashMap<>();
        query(
                "select r.night, r.kernel, r.plan, t.scenario, t.verdict, t.reason, t.flaky, t.tries, t.failures from"
                        + " result t" + join
                        + " order by t.place",
                row -> results.computeIfAbsent(key(row, 3), k -> new ArrayList<>())
                        .add(new KernelNight.Result(
                                row.getString(4),
                                row.getString(5),
                                row.getString(6),
                                row.getInt(7) != 0,
                                signatures.getOrDefault(key(row, 4), List.of()),
                                row.getInt(8),
                                row.getInt(9))),
                values);
        return query(
                "select r.night, r.kernel, r.plan, r.release, r.commit_id, r.exit_code, r.message, r.folder from run r"
                        + " join night n on n.id = r.night " + where + " order by n.started, r.rowid",
                row -> new KernelNight(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getInt(6),
                        row.getString(7),
                        row.getString(8),
                        results.getOrDefault(key(row, 3), List.of())),
                values);
    }

    /** The first columns of a row. */
    private static List<String> key(ResultSet row, int columns) throws SQLException {
        List<String> key = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
            key.add(row.getString(i));
        }
        return key;
    }

    /** Reads a row. */
    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, Row<T> row, Object... values) {
        try (PreparedStatement statement = bound(sql, values);
                ResultSet found = statement.executeQuery()) {
            List<T> all = new ArrayList<>();
            while (found.next()) {
                all.add(row.read(found));
            }
            return all;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private void update(String sql, @Nullable Object... values) {
        try (PreparedStatement statement = bound(sql, values)) {
            statement.executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = database.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private static SurroundingsException failed(SQLException e) {
        return new SurroundingsException("the history of nights cannot be used: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            database.close();
        } catch (SQLException e) {
            throw failed(e);
        }
    }
}
