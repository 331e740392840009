/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.stage;

import java.nio.file.Path;
import org.kharness.failure.InputException;
import org.kharness.plan.YamlReader;
import org.kharness.verdict.KnownIssues;

/** Reads the list of known issues. */
public final class KnownIssuesReader {
    private KnownIssuesReader() {}

    /**
     * Reads a list.
     *
     * @throws InputException with file, line and column where it is missing or malformed
     */
    public static KnownIssues read(Path file) {
        KnownIssues known = new YamlReader().read(file, "list of known issues", KnownIssues.class);
        if (known.schema() != 1) {
            throw new InputException(file + ":1:1: known-issues schema " + known.schema() + " is not known");
        }
        return known;
    }
}
