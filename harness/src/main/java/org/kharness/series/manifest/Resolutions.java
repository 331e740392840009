/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.manifest;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.failure.InputException;
import org.kharness.series.DescribedDiff;
import org.kharness.series.Patch;
import org.kharness.series.PatchSeries;
import org.kharness.series.mail.MailFiles;

/** Patches resolved by hand: files whose names begin with the number of the patch that they replace, as 0003-x.patch. */
public final class Resolutions {
    private static final Pattern NAME = Pattern.compile("(?:v\\d+-)?0*(\\d{1,4})\\b.*");

    private Resolutions() {}

    /**
     * Reads a folder of resolved patches. Commit message, author and date stay the original's.
     *
     * @return the patches to apply instead, by number
     * @throws InputException if the folder cannot be read or a file replaces no patch of the series
     */
    public static Map<Integer, Patch> read(Path folder, PatchSeries series) {
        Map<Integer, Patch> resolved = new TreeMap<>();
        for (MailFiles.Found found : MailFiles.inFolder(folder)) {
            String name = String.valueOf(Path.of(found.origin()).getFileName());
            Matcher number = NAME.matcher(name);
            int n = number.matches() ? Integer.parseInt(number.group(1)) : 0;
            if (n < 1 || n > series.patches().size()) {
                throw new InputException(
                        found.origin() + ": its name begins with no number of a patch of " + series.id());
            }
            Patch diff = DescribedDiff.read(found.origin(), name, found.raw(), 1);
            if (diff.files().isEmpty()) {
                throw new InputException(found.origin() + ": not a patch: no diff in it");
            }
            if (resolved.put(n, series.patches().get(n - 1).withDiff(diff.diff(), 1, found.origin())) != null) {
                throw new InputException(folder + ": two files replace patch " + n);
            }
        }
        if (resolved.isEmpty()) {
            throw new InputException(folder + ": no patches in this folder");
        }
        return resolved;
    }
}
