/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.InputException;

/**
 * What is kept of nights.
 *
 * @param nights how many nights the page of all nights shows, whose reports are kept; null for 60
 * @param disk what reports, kernels and remote repositories may take together, such as "40G"; null for no limit
 */
public record Keep(@Nullable Integer nights, @Nullable String disk) {
    /** Unless told. */
    static final Keep USUAL = new Keep(null, null);

    private static final int NIGHTS = 60;
    private static final Pattern SIZE = Pattern.compile("(\\d{1,6}) ?([KMGT])(?:i?B)?", Pattern.CASE_INSENSITIVE);
    private static final String UNITS = "KMGT";

    /** How many nights are kept. */
    int shown() {
        return nights == null ? NIGHTS : nights;
    }

    /**
     * The limit in bytes; Long.MAX_VALUE for none.
     *
     * @throws InputException if it is no size
     */
    long bytes() {
        if (disk == null) {
            return Long.MAX_VALUE;
        }
        Matcher m = SIZE.matcher(disk.strip());
        if (!m.matches()) {
            throw new InputException("keep: disk: '" + disk + "' is no size such as 40G");
        }
        int unit = UNITS.indexOf(m.group(2).toUpperCase(Locale.ROOT)) + 1;
        return Long.parseLong(m.group(1)) << (10 * unit);
    }

    /** A size for a person. */
    static String size(long bytes) {
        double size = bytes;
        int unit = -1;
        while (size >= 1024 && unit < UNITS.length() - 1) {
            size /= 1024;
            unit++;
        }
        return unit < 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %siB", size, UNITS.charAt(unit));
    }
}
