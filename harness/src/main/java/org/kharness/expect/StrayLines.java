/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.expect;

import java.util.List;
import java.util.regex.Pattern;
import org.kharness.console.ConsoleLine;

/**
 * Lines of the kernel about memory failure and file systems that belong to no expectation. They are no complaints in the
 * sense of the console's reader, but nobody who reads a log of a failure would pass over them.
 */
final class StrayLines {
    private static final Pattern CONCERNED = Pattern.compile(
            "^(Memory failure: |XFS \\(|EXT4-fs|VFS: |nd_pmem |dax |unpoison: |.*forcibly killing|.*Unable to find user space)");
    /**
     * What mounting and unmounting, a log's replay and every failure print; and what XFS says where it leaves a failure to
     * memory_failure(), which only one with XFS_DEBUG does (xfs_debug() in fs/xfs/xfs_notify_failure.c).
     */
    private static final Pattern USUAL = Pattern.compile("recovery action for|: Sending SIGBUS to "
            + "|XFS \\(.*\\): notify_failure\\(\\) (needs rmapbt enabled|not supported on realtime device)!$"
            + "|XFS \\(.*\\): (Mounting V\\d|Ending (clean mount|recovery)|Starting recovery|Unmounting Filesystem|DAX enabled"
            + "|EXPERIMENTAL|.*EXPERIMENTAL|Quotacheck|Ending unmount|Block device removal)"
            + "|EXT4-fs \\(.*\\): (mounted|unmounting|re-mounted|DAX enabled|recovery complete|.*EXPERIMENTAL)");

    private final ScenarioEvidence evidence;
    private final List<Expectation> said;

    StrayLines(ScenarioEvidence evidence, List<Expectation> said) {
        this.evidence = evidence;
        this.said = said;
    }

    void check() {
        for (ConsoleLine line : evidence.part().kernelLines()) {
            String text = line.text();
            if (CONCERNED.matcher(text).find() && !USUAL.matcher(text).find() && !named(line)) {
                evidence.findings()
                        .fails("the kernel says \"" + text + "\", which nothing names", List.of(line.number()));
            }
        }
    }

    private boolean named(ConsoleLine line) {
        boolean reported = evidence.part().reports().stream()
                .anyMatch(r -> r.firstLine() <= line.number() && line.number() <= r.lastLine());
        boolean shutDown = line.text().startsWith("XFS (")
                && said.stream()
                        .anyMatch(e -> e instanceof Complaint c && c.title().startsWith("XFS"));
        return reported
                || shutDown
                || said.stream()
                        .anyMatch(e -> e instanceof ConsoleLines c
                                && c.lines().stream().anyMatch(l -> line.text().contains(evidence.filled(l))));
    }
}
