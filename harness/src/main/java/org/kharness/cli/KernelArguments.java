/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kharness.kernel.StandingTree;
import picocli.CommandLine.Option;

/** Which kernel; shared by the commands that build one. */
final class KernelArguments {
    /** The kernel where none is named and none stands around the user. */
    static final String DEFAULT = "debian:6.1";

    @Option(
            names = "--kernel",
            paramLabel = "SOURCE",
            description =
                    "debian:VERSION, debian:SUITE, git:PATH@REF, remote:URL@REF, dir:PATH or tar:PATH (default: the"
                            + " kernel tree that one stands in: its HEAD, and with uncommitted changes the work tree as it is;"
                            + " elsewhere " + DEFAULT + ")")
    private @Nullable String kernel;

    /**
     * A kernel, and whether it is the tree that one stands in.
     *
     * @param spec as {@link org.kharness.kernel.KernelSource#parse} takes it
     */
    record Chosen(String spec, Optional<StandingTree> standing) {
        /** The series unless one is named: a tree of one's own is taken as it is. */
        String usualSeries() {
            return standing.isPresent() ? "none" : "fsdax-rmap-v8";
        }
    }

    /** The kernel; where it is the tree one stands in, the first line says so. */
    Chosen choose(CliContext context) {
        String given = kernel;
        if (given != null) {
            return new Chosen(given, Optional.empty());
        }
        Optional<StandingTree> standing = StandingTree.around(Path.of(""));
        standing.ifPresent(t -> {
            context.err().println("kernel: " + t.describe());
            context.err().flush();
        });
        return new Chosen(standing.map(StandingTree::spec).orElse(DEFAULT), standing);
    }

    /** As the user wrote it; null where he did not. */
    @Nullable
    String given() {
        return kernel;
    }
}
