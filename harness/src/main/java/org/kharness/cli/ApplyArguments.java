/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a series is put onto a kernel; one text for every command that does so. */
final class ApplyArguments {
    @Option(
            names = "--base",
            paramLabel = "BASE",
            description = "tip: the kernel as it is (default); auto: the commit that the mails or the manifest name,"
                    + " else the one that fits best; guess: the one that fits best")
    @Nullable
    String base;

    @Option(names = "--3way", description = "merge with the files a patch was made for if it does not apply")
    boolean threeWay;

    @Option(
            names = "--fuzz",
            paramLabel = "N",
            description = "let up to N of the three context lines at either end of a hunk differ, as git am -C with"
                    + " 3 - N does (default: none)")
    int fuzz;

    @Option(
            names = "--resolve",
            paramLabel = "DIR",
            description = "patches resolved by hand, named by number, such as 0003-x.patch")
    @Nullable
    String resolve;

    @Option(
            names = "--strict-index",
            description = "refuse a patch whose result is not the file that its index line names (default: say so)")
    boolean strictIndex;
}
