/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

/**
 * How much of a guest's output is read before it counts as damage; a guest is free to print without end.
 *
 * @param lineBytes the longest line, in bytes; what is beyond is dropped
 * @param totalBytes the most that is read of one log, in bytes
 * @param reportLines the most lines of one report that are looked at
 */
public record Limits(int lineBytes, long totalBytes, int reportLines) {
    /** 64 KiB a line, 4 GiB a log, 3000 lines a report. */
    public static final Limits STANDARD = new Limits(64 << 10, 4L << 30, 3000);

    public Limits {
        if (lineBytes < 1 || totalBytes < 1 || reportLines < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    /** The same limits with another total. */
    public Limits withTotalBytes(long bytes) {
        return new Limits(lineBytes, bytes, reportLines);
    }
}
