/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.SurroundingsException;

/** Statements on a database of ours; whatever goes wrong is our surroundings' fault. */
record Sql(Connection database) implements AutoCloseable {
    /** Reads a row. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    <T> List<T> query(String sql, Row<T> row, Object... values) {
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

    void update(String sql, @Nullable Object... values) {
        try (PreparedStatement statement = bound(sql, values)) {
            statement.executeUpdate();
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
