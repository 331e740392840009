/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.SurroundingsException;

/**
 * Statements on a database of ours, each prepared once; whatever goes wrong is our surroundings' fault. A row must not be read by
 * way of the statement that it came from.
 */
final class Sql implements AutoCloseable {
    private final Connection database;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Sql(Connection database) {
        this.database = database;
    }

    /** Reads a row. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    <T> List<T> query(String sql, Row<T> row, Object... values) {
        try (ResultSet found = bound(sql, values).executeQuery()) {
            List<T> all = new ArrayList<>();
            while (found.next()) {
                all.add(row.read(found));
            }
            return all;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    void update(String sql, @Nullable Object... values) {
        try {
            bound(sql, values).executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Does all of it or nothing. */
    void whole(Runnable work) {
        try {
            database.setAutoCommit(false);
            try {
                work.run();
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

    private PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = database.prepareStatement(sql);
            prepared.put(sql, statement);
        }
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
            for (PreparedStatement statement : prepared.values()) {
                statement.close();
            }
            database.close();
        } catch (SQLException e) {
            throw failed(e);
        }
    }
}
