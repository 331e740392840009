/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the compiler warned of in a kernel, night by night. */
record Warnings(Sql sql) {
    /** So many new ones of a kernel are told one by one. */
    private static final int MOST = 20;

    /** Keeps the warnings of a kernel in a night; those of its first run that was built stay. */
    void add(Night night, String kernel, List<String> warnings) {
        sql.whole(() -> {
            if (!known(night.id(), kernel)) {
                sql.update("insert into warned values (?, ?)", night.id(), kernel);
                warnings.forEach(w -> sql.update("insert into warning values (?, ?, ?)", night.id(), kernel, w));
            }
        });
    }

    private boolean known(String night, String kernel) {
        return !sql.query("select 1 from warned where night = ? and kernel = ?", r -> 1, night, kernel)
                .isEmpty();
    }

    private List<String> of(String night, String kernel) {
        return sql.query(
                "select text from warning where night = ? and kernel = ? order by rowid",
                r -> r.getString(1),
                night,
                kernel);
    }

    /** The warnings that a kernel did not have in the last night before in which it was built; lines may have moved. */
    List<Change> fresh(Night night, String kernel) {
        if (!known(night.id(), kernel)) {
            return List.of();
        }
        Optional<String> before = sql
                .query(
                        "select w.night from warned w join night n on n.id = w.night where w.kernel = ? and n.started < ?"
                                + " order by n.started desc limit 1",
                        r -> r.getString(1),
                        kernel,
                        night.started().toString())
                .stream()
                .findFirst();
        if (before.isEmpty()) {
            return List.of();
        }
        Set<String> known = new HashSet<>();
        of(before.get(), kernel).forEach(w -> known.add(unplaced(w)));
        List<String> fresh = of(night.id(), kernel).stream()
                .filter(w -> known.add(unplaced(w)))
                .toList();
        List<Change> changes = new ArrayList<>();
        fresh.stream().limit(MOST).forEach(w -> changes.add(change(night, kernel, w)));
        if (fresh.size() > MOST) {
            changes.add(change(night, kernel, "and " + (fresh.size() - MOST) + " more"));
        }
        return changes;
    }

    private static Change change(Night night, String kernel, String text) {
        return new Change(Change.Kind.NEW_WARNING, kernel, "", "", night.id(), text);
    }

    /** A warning without its line, which what is changed above it moves. */
    static String unplaced(String warning) {
        return warning.replaceFirst("^([^: ]+):\\d+: ", "$1: ");
    }
}
