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
    /** The usual request: the whole plan once, on copies of saved machines, the known issues of the harness, no wishes else. */
    public static RunRequest usual(String kernel, @Nullable String series, Path plan, Path top, Path reports) {
        Path known = top.resolve("test-plans").resolve("known-issues.yaml");
        return new RunRequest(
                kernel, null, series, plan, null, null, 1, false, known, null, Builder.CONTAINER, 0, top, reports);
    }

    /** The same with a kernel that is built already; null builds one. */
    public RunRequest booting(@Nullable Path image) {
        return new RunRequest(
                kernel,
                image,
                series,
                plan,
                only,
                tag,
                repeat,
                freshBoot,
                knownIssues,
                accelerator,
                builder,
                jobs,
                top,
                reports);
    }

    /** The same with some of the scenarios, so many times. */
    public RunRequest choosing(@Nullable String glob, @Nullable String word, int times) {
        return new RunRequest(
                kernel,
                bzImage,
                series,
                plan,
                glob,
                word,
                times,
                freshBoot,
                knownIssues,
                accelerator,
                builder,
                jobs,
                top,
                reports);
    }

    /** The same with every scenario on a machine that boots, or not. */
    public RunRequest fresh(boolean boot) {
        return new RunRequest(
                kernel,
                bzImage,
                series,
                plan,
                only,
                tag,
                repeat,
                boot,
                knownIssues,
                accelerator,
                builder,
                jobs,
                top,
                reports);
    }

    /** The same with another list of known issues; null for none. */
    public RunRequest knowing(@Nullable Path issues) {
        return new RunRequest(
                kernel,
                bzImage,
                series,
                plan,
                only,
                tag,
                repeat,
                freshBoot,
                issues,
                accelerator,
                builder,
                jobs,
                top,
                reports);
    }

    /** The same with wishes about where it is built and run. */
    public RunRequest on(Builder where, Accelerator.@Nullable Kind how, int atATime) {
        return new RunRequest(
                kernel,
                bzImage,
                series,
                plan,
                only,
                tag,
                repeat,
                freshBoot,
                knownIssues,
                how,
                where,
                atATime,
                top,
                reports);
    }

    /** Where kernels are built. */
    public enum Builder {
        /** In a container without network or privileges. */
        CONTAINER,
        /** On this machine itself, unconfined. */
        HOST
    }
}
