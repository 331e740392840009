/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.stage;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kharness.build.Compiler;
import org.kharness.build.KernelRecipe;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;
import org.kharness.host.Accelerator;
import org.kharness.progress.Progress;
import org.kharness.series.source.RequestedSeries;
import org.kharness.variant.Variant;

/**
 * What a run is asked to do.
 *
 * @param what the kernel and what is put into it
 * @param choice what is run on it
 * @param manner where and how
 * @param top the harness's own folder
 * @param reports where the run's folder goes
 */
public record RunRequest(Subject what, Choice choice, Manner manner, Path top, Path reports) {
    /**
     * The kernel under test.
     *
     * @param kernel where it comes from, such as "debian:6.1"
     * @param bzImage one that is built already, to be booted as it is; null to build one
     * @param series a folder name under kernel-patches, or a path; null for none
     * @param against the kernel to compare with, without the series: a source, or "base" for the same kernel; null for none
     * @param variants the ways in which it is made, one after the other; at least one
     * @param wishes how the series is read and applied
     */
    public record Subject(
            String kernel,
            @Nullable Path bzImage,
            @Nullable String series,
            @Nullable String against,
            List<Variant> variants,
            SeriesWishes wishes) {
        public Subject {
            variants = List.copyOf(variants);
        }
    }

    /**
     * What is run.
     *
     * @param plan the plan file
     * @param only a glob that scenario ids must match, commas between alternatives; null for all
     * @param tag tags with commas between, of which scenarios must have one; null for all
     * @param repeat how often each scenario is run; 1 as a rule
     * @param knownIssues the list of known issues; null for none
     */
    public record Choice(
            Path plan,
            @Nullable String only,
            @Nullable String tag,
            int repeat,
            @Nullable Path knownIssues) {}

    /**
     * Where and how it is built and run.
     *
     * @param freshBoot true to boot every scenario afresh rather than on a copy of a saved machine
     * @param accelerator null to use KVM where it works
     * @param builder where the kernel is built
     * @param compiler with what
     * @param jobs scenarios at a time; 0 for the number of CPUs
     * @param machine what the user wants of the machine
     * @param command the command line that asks for it, for the report; empty where there is none
     */
    public record Manner(
            boolean freshBoot,
            Accelerator.@Nullable Kind accelerator,
            Builder builder,
            Compiler compiler,
            int jobs,
            MachineWishes machine,
            List<String> command) {
        public Manner {
            command = List.copyOf(command);
        }
    }

    /** The usual request: the whole plan once, on copies of saved machines, the known issues of the harness, no wishes else. */
    public static RunRequest usual(String kernel, @Nullable String series, Path plan, Path top, Path reports) {
        Path known = top.resolve("test-plans").resolve("known-issues.yaml");
        return new RunRequest(
                new Subject(kernel, null, series, null, List.of(Variant.PLAIN), SeriesWishes.NONE),
                new Choice(plan, null, null, 1, known),
                new Manner(false, null, Builder.CONTAINER, Compiler.GCC, 0, MachineWishes.NONE, List.of()),
                top,
                reports);
    }

    /** The same with a kernel that is built already; null builds one. */
    public RunRequest booting(@Nullable Path image) {
        return about(new Subject(kernel(), image, series(), against(), variants(), wishes()));
    }

    /** The same with the kernel made in other ways. */
    public RunRequest made(List<Variant> ways) {
        return about(new Subject(kernel(), bzImage(), series(), against(), ways, wishes()));
    }

    /** The same with the kernel made as it would be and so besides. */
    public RunRequest madeWith(KernelRecipe more) {
        return made(List.of(variant().with(more)));
    }

    /** The same, compared with a kernel without the series; null compares with none. */
    public RunRequest against(@Nullable String base) {
        return about(new Subject(kernel(), bzImage(), series(), base, variants(), wishes()));
    }

    /** The same without the series, on the kernel that is compared with. */
    RunRequest base() {
        String base = against();
        String from = base == null || base.equals("base") ? kernel() : base;
        return about(new Subject(from, null, null, null, variants(), SeriesWishes.NONE));
    }

    /** The same with the series read and applied so. */
    public RunRequest applying(SeriesWishes how) {
        return about(new Subject(kernel(), bzImage(), series(), against(), variants(), how));
    }

    private RunRequest about(Subject other) {
        return new RunRequest(other, choice, manner, top, reports);
    }

    /** The same with some of the scenarios, so many times. */
    public RunRequest choosing(@Nullable String glob, @Nullable String word, int times) {
        return choosing(new Choice(plan(), glob, word, times, knownIssues()));
    }

    /** The same with another list of known issues; null for none. */
    public RunRequest knowing(@Nullable Path issues) {
        return choosing(new Choice(plan(), only(), tag(), repeat(), issues));
    }

    private RunRequest choosing(Choice other) {
        return new RunRequest(what, other, manner, top, reports);
    }

    /** The same with every scenario on a machine that boots, or not. */
    public RunRequest fresh(boolean boot) {
        return in(new Manner(boot, accelerator(), builder(), compiler(), jobs(), machine(), manner.command));
    }

    /** The same with wishes about where it is built and run. */
    public RunRequest on(Builder where, Accelerator.@Nullable Kind how, int atATime) {
        return in(new Manner(freshBoot(), how, where, compiler(), atATime, machine(), manner.command));
    }

    /** The same with the kernel compiled so. */
    public RunRequest compiledBy(Compiler compiler) {
        return in(new Manner(freshBoot(), accelerator(), builder(), compiler, jobs(), machine(), manner.command));
    }

    /** The same on a machine of the user's wishes. */
    public RunRequest wishing(MachineWishes wishes) {
        return in(new Manner(freshBoot(), accelerator(), builder(), compiler(), jobs(), wishes, manner.command));
    }

    /** The same, asked for by a command line. */
    public RunRequest askedBy(List<String> command) {
        return in(new Manner(freshBoot(), accelerator(), builder(), compiler(), jobs(), machine(), command));
    }

    /** The same in another manner. */
    public RunRequest in(Manner other) {
        return new RunRequest(what, choice, other, top, reports);
    }

    public String kernel() {
        return what.kernel;
    }

    public @Nullable Path bzImage() {
        return what.bzImage;
    }

    public @Nullable String series() {
        return what.series;
    }

    public SeriesWishes wishes() {
        return what.wishes;
    }

    /**
     * The series, with its prerequisites.
     *
     * @throws InputException if there is none, or it cannot be used
     */
    public RequestedSeries openSeries(Cache cache, Progress progress) {
        String name = series();
        if (name == null) {
            throw new InputException("a series is wanted here");
        }
        return wishes().open(name, top.resolve("kernel-patches"), cache, progress);
    }

    public @Nullable String against() {
        return what.against;
    }

    public List<Variant> variants() {
        return what.variants;
    }

    /**
     * The one way in which the kernel is made.
     *
     * @throws InputException if there are several, which the job at hand does not take
     */
    public Variant variant() {
        if (variants().size() != 1) {
            throw new InputException("one variant at a time here: \"+\" makes one kernel of several");
        }
        return variants().get(0);
    }

    public Path plan() {
        return choice.plan;
    }

    public @Nullable String only() {
        return choice.only;
    }

    public @Nullable String tag() {
        return choice.tag;
    }

    public int repeat() {
        return choice.repeat;
    }

    public @Nullable Path knownIssues() {
        return choice.knownIssues;
    }

    public boolean freshBoot() {
        return manner.freshBoot;
    }

    public Accelerator.@Nullable Kind accelerator() {
        return manner.accelerator;
    }

    public Builder builder() {
        return manner.builder;
    }

    public Compiler compiler() {
        return manner.compiler;
    }

    public int jobs() {
        return manner.jobs;
    }

    public MachineWishes machine() {
        return manner.machine;
    }

    /** Where kernels are built. */
    public enum Builder {
        /** In a container without network or privileges. */
        CONTAINER,
        /** On this machine itself, unconfined. */
        HOST
    }
}
