/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import picocli.CommandLine.Parameters;

/** How a user names a series where it is what the command is about. */
final class SeriesArguments {
    @Parameters(paramLabel = "SERIES", description = SeriesWishArguments.SOURCES)
    private String series = "";

    /** The series as the user wrote it. */
    String name() {
        return series;
    }
}
