/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.workflow;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.kharness.host.Accelerator;

/**
 * What a run is asked to do.
 *
 * @param kernel where the kernel comes from, such as "debian:6.1"
 * @param bzImage a kernel that is built already, to be booted as it is; null to build one
 * @param series a folder name under kernel-patches, or a path; null for none
 * @param plan the plan file
 * @param only a glob that scenario ids must match; null for all
 * @param tag a tag that scenarios must have; null for all
 * @param repeat how often each scenario is run; 1 as a rule
 * @param freshBoot true to boot every scenario afresh rather than on a copy of a saved machine
 * @param knownIssues the list of known issues; null for none
 * @param accelerator null to use KVM where it works
 * @param builder where the kernel is built
 * @param jobs scenarios at a time and compiler processes; 0 for the number of CPUs
 * @param top the harness's own folder
 * @param reports where the run's folder goes
 */
public record RunRequest(
        String kernel,
        @Nullable Path bzImage,
        @Nullable String series,
        Path plan,
        @Nullable String only,
        @Nullable String tag,
        int repeat,
        boolean freshBoot,
        @Nullable Path knownIssues,
        Accelerator.@Nullable Kind accelerator,
        Builder builder,
        int jobs,
        Path top,
        Path reports) {
    /** Where kernels are built. */
    public enum Builder {
        /** In a container without network or privileges. */
        CONTAINER,
        /** On this machine itself, unconfined. */
        HOST
    }
}
