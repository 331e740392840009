/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.stage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kharness.build.BuiltKernel;
import org.kharness.console.KernelReport;
import org.kharness.console.Symboliser;
import org.kharness.failure.HarnessException;
import org.kharness.progress.Progress;

/**
 * Tells files, lines and inlined functions of complaints, by the debug information of the kernel that they are about. It is
 * opened when the first complaint asks. A kernel without any, or a machine without binutils, tells nothing; that fails no run,
 * but is noted once.
 */
final class TraceSources implements AutoCloseable {
    /** Lines of a trace that a reader of the report wants to see. */
    private static final int LINES = 40;

    private final @Nullable Path vmlinux;
    private final @Nullable Path modules;
    private final Progress progress;
    private @Nullable Symboliser symboliser;
    private boolean asked;

    /**
     * Those of a kernel.
     *
     * @param vmlinux with its debug information; null for a kernel that was built elsewhere, of which nothing is known
     * @param modules the folder with its modules; null where it has none
     */
    TraceSources(@Nullable Path vmlinux, @Nullable Path modules, Progress progress) {
        this.vmlinux = vmlinux;
        this.modules = modules;
        this.progress = progress;
    }

    /** Those of a kernel that was built here; null for one that was built elsewhere. */
    static TraceSources of(@Nullable BuiltKernel kernel, Progress progress) {
        return kernel == null
                ? new TraceSources(null, null, progress)
                : new TraceSources(kernel.vmlinux(), kernel.modules(), progress);
    }

    /** Instruction pointer and call trace with their places, innermost first; empty where none of them can be told. */
    List<String> of(KernelReport report) {
        Symboliser sources = symboliser();
        if (sources == null) {
            return List.of();
        }
        KernelReport told;
        try {
            told = sources.symbolise(report);
        } catch (HarnessException e) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        told.pointer().forEach(frame -> lines.add("RIP: " + frame.text()));
        told.frames().stream().filter(KernelReport.Frame::reliable).forEach(frame -> lines.add(frame.text()));
        boolean any = told.pointer().stream().anyMatch(f -> !f.source().isEmpty())
                || told.frames().stream().anyMatch(f -> !f.source().isEmpty());
        return any ? lines.subList(0, Math.min(LINES, lines.size())) : List.of();
    }

    private @Nullable Symboliser symboliser() {
        Path file = vmlinux;
        if (!asked && file != null && Files.isReadable(file)) {
            asked = true;
            try {
                Symboliser opened = Symboliser.open(file, modules);
                if (opened.tellsLines()) {
                    symboliser = opened;
                } else {
                    opened.close();
                    progress.note("complaints are shown without file and line: " + file + " has no debug information");
                }
            } catch (HarnessException e) {
                progress.note("complaints are shown without file and line: " + e.getMessage());
            }
        }
        return symboliser;
    }

    @Override
    public void close() {
        if (symboliser != null) {
            symboliser.close();
        }
    }
}
