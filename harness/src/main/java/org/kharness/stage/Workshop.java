/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.kharness.build.BuiltKernel;
import org.kharness.build.Checkpatch;
import org.kharness.build.FileBuild;
import org.kharness.build.Gcov;
import org.kharness.build.GetMaintainer;
import org.kharness.build.KeptObjects;
import org.kharness.build.KernelBuild;
import org.kharness.build.KernelConfig;
import org.kharness.build.KernelDoc;
import org.kharness.build.KernelRecipe;
import org.kharness.build.Toolchain;
import org.kharness.cache.Cache;
import org.kharness.engine.Limits;
import org.kharness.engine.PlanRunner;
import org.kharness.engine.ScenarioRun;
import org.kharness.failure.InputException;
import org.kharness.guest.GuestImage;
import org.kharness.guest.KernelModules;
import org.kharness.guest.UserPrograms;
import org.kharness.host.Accelerator;
import org.kharness.host.HostProbe;
import org.kharness.job.JobContext;
import org.kharness.kernel.KernelTree;
import org.kharness.machine.MachineSpec;
import org.kharness.plan.Scenario;
import org.kharness.plan.TestPlan;
import org.kharness.process.Cleanup;
import org.kharness.progress.Progress;
import org.kharness.topology.Topology;
import org.kharness.variant.Variant;
import org.kharness.verdict.KnownIssues;

/**
 * What kernels are built with and machines are made of: toolchain, accelerator, guest image. Opened once, used for any
 * number of kernels; what takes time is found out in the background.
 */
public final class Workshop {
    private final RunRequest request;
    private final Cache cache;
    private final Progress progress;
    private final Cleanup cleanup;
    private final Phases phases;
    private final Variant variant;
    private final UserPrograms programs;
    private final Provisions provisions;
    private final HostProbe probe = new HostProbe(System.getenv());
    private final CompletableFuture<Accelerator> accelerator;
    private final CompletableFuture<Toolchain> toolchain;
    private @Nullable Path initramfs;
    private @Nullable String lacksCxl; // asked for once; empty for nothing

    /**
     * Opens it.
     *
     * @param plan whose programs of the user's go into the guest
     */
    public Workshop(RunRequest request, TestPlan plan, JobContext job, Phases phases) {
        this(request, plan, List.of(), job, phases);
    }

    /** The same with more files of the user's in the guest. */
    Workshop(RunRequest request, TestPlan plan, List<Path> files, JobContext job, Phases phases) {
        this.request = request;
        this.cache = job.cache();
        this.progress = job.progress();
        this.cleanup = job.cleanup();
        this.phases = phases;
        this.variant = request.variant();
        List<Path> all = new ArrayList<>(copied(plan));
        all.addAll(files);
        this.programs = UserPrograms.of(all);
        this.provisions = Provisions.here(request, job);
        provisions.check(probe);
        this.accelerator = beside(this::chooseAccelerator);
        this.toolchain = beside(() -> phases.record("builder", t -> false, provisions::toolchain));
    }

    /** Builds a kernel, or finds it built. */
    public BuiltKernel build(KernelTree tree, Path log) {
        return build(tree, KernelRecipe.of(List.of()), log);
    }

    /** The same, made so besides. */
    public BuiltKernel build(KernelTree tree, KernelRecipe more, Path log) {
        return build(tree, more, log, UnaryOperator.identity());
    }

    /** The same as one of many of a history: it begins with the objects that fit it best, see {@link KeptObjects}. */
    public BuiltKernel build(KernelTree tree, KernelRecipe more, Path log, KeptObjects kept) {
        return build(tree, more, log, b -> b.keeping(kept));
    }

    private BuiltKernel build(KernelTree tree, KernelRecipe more, Path log, UnaryOperator<KernelBuild> how) {
        if (!variant.isFor(tree.release())) {
            throw new InputException("the variant " + variant.name() + " is not for " + tree.release());
        }
        if (!toolchain.isDone()) {
            progress.detail("waiting for the builder");
        }
        return how.apply(new KernelBuild(cache, await(toolchain), progress).startingFrom(usual()))
                .build(tree, usual().and(variant.recipe()).and(more), log);
    }

    /** Which variants of a file are the same machine code, see {@link KernelBuild#sameCode}. */
    public Set<Integer> sameCode(KernelTree tree, String file, String original, Map<Integer, String> variants) {
        return new KernelBuild(cache, await(toolchain), progress)
                .sameCode(tree, usual().and(variant.recipe()), file, original, variants);
    }

    /** Which lines of a file are compiled, see {@link KernelBuild#compiledLines}. */
    public Optional<SortedSet<Integer>> compiledLines(KernelTree tree, String file) {
        return new KernelBuild(cache, await(toolchain), progress)
                .compiledLines(tree, usual().and(variant.recipe()), file);
    }

    /** What compiles single files of a kernel, see {@link FileBuild}. */
    public FileBuild files() {
        return new FileBuild(cache, await(toolchain), progress);
    }

    /** How a request's kernel is configured and made, in the one variant that it asks for. */
    public static KernelRecipe recipe(RunRequest request) {
        return usual(request).and(request.variant().recipe());
    }

    private static KernelRecipe usual(RunRequest request) {
        return KernelRecipe.of(
                KernelConfig.fragments(request.top().resolve("qemu-images").resolve("config")));
    }

    private KernelRecipe usual() {
        return usual(request);
    }

    /**
     * What a kernel's own checkpatch.pl says of a patch; empty where the kernel has none.
     *
     * @param base the kernel before the series, whose history the script may ask about
     */
    public Optional<List<Checkpatch.Complaint>> checkpatch(KernelTree tree, KernelTree base, String patch) {
        return new Checkpatch(cache, await(toolchain), progress).check(tree, base, patch);
    }

    /** Whom a patch is for by a kernel's own get_maintainer.pl, see {@link GetMaintainer#of}. */
    public Optional<List<String>> maintainers(KernelTree tree, String patch) {
        return new GetMaintainer(cache, await(toolchain), progress).of(tree, patch);
    }

    /** What a kernel's own kernel-doc says of two states of some files, see {@link KernelDoc#check}. */
    public KernelDoc.Answer kernelDoc(KernelTree tree, List<Map<String, byte[]>> states) {
        return new KernelDoc(cache, await(toolchain), progress).check(tree, states);
    }

    /** Reads what a kernel counted, see {@link Gcov#read}. */
    public void gcov(Path folder, Consumer<String> lines) {
        Gcov.read(await(toolchain), folder, lines);
    }

    /** A machine with this kernel and the modules that were built with it. */
    public BootableMachine machine(BuiltKernel kernel) {
        return machine(kernel.image(), kernel.modules(), kernel.config());
    }

    /**
     * A machine with this kernel.
     *
     * @param modules the folder with its modules; null for none
     * @param config its full .config; null where it is not known
     */
    public BootableMachine machine(Path kernelImage, @Nullable Path modules, @Nullable Path config) {
        Path archive = initramfs();
        if (modules != null) {
            archive = GuestImage.joined(archive, KernelModules.of(modules), cache);
        }
        MachineSpec spec = spec(request, await(accelerator).kind(), kernelImage, archive);
        String identity = Cache.digest(qemuVersion(), Cache.digest(kernelImage), Cache.digest(archive));
        return new BootableMachine(spec, identity, limits(request), config);
    }

    /** The machine that is asked for, with what its kernel and its guest lie in. */
    static MachineSpec spec(RunRequest request, Accelerator.Kind accelerator, Path kernelImage, Path archive) {
        Variant variant = request.variant();
        MachineWishes wishes = request.machine();
        MachineSpec spec = MachineSpec.usual(accelerator, kernelImage, archive)
                .withMemory(variant.memoryMib())
                .withArguments(arguments(variant))
                .withArguments(wishes.append())
                .withOptions(wishes.qemu());
        spec = wishes.memoryMib() > 0 ? spec.withExactly(wishes.memoryMib()) : spec;
        spec = wishes.cpus() > 0 ? spec.withCpus(wishes.cpus()) : spec;
        return variant.race() ? spec.withParallelCpus() : spec;
    }

    private static Limits limits(RunRequest request) {
        int seconds = request.machine().timeoutSeconds();
        return seconds > 0
                ? Limits.fixed(seconds)
                : Limits.USUAL.times(request.variant().timeFactor());
    }

    /** A word without a dot that the kernel does not know is given to init as its environment (init/main.c). */
    private static List<String> arguments(Variant variant) {
        List<String> all = new ArrayList<>(variant.arguments());
        if (variant.timeFactor() > 1) {
            all.add("KHARNESS_SLOW=" + (int) Math.ceil(variant.timeFactor()));
        }
        if (!variant.plain()) {
            all.add("KHARNESS_VARIANT=" + variant.name());
        }
        variant.checks().forEach(c -> all.add("KHARNESS_" + c.name() + "=1"));
        return all;
    }

    /** The guest image with the user's programs, made once for all kernels. */
    private synchronized Path initramfs() {
        Path archive = initramfs;
        if (archive == null) {
            Toolchain tools = await(toolchain);
            GuestImage guest = phases.time("guest", GuestImage::cached, () -> provisions.guest(tools));
            archive = GuestImage.joined(guest.file(), programs.files(), cache);
            initramfs = archive;
        }
        return archive;
    }

    /**
     * Runs scenarios on a machine.
     *
     * @param consoles the folder for their logs, made if it is missing
     * @param each told of every scenario as it is judged, from any thread
     */
    public List<ScenarioRun> run(
            BootableMachine machine,
            Path consoles,
            List<Scenario> scenarios,
            KnownIssues known,
            Consumer<ScenarioRun> each) {
        return runner(machine, consoles, known, progress).run(scenarios, jobs(), each);
    }

    /**
     * What runs scenarios on a machine; any number of threads may do so with one runner.
     *
     * @param consoles the folder for their logs, made if it is missing
     * @param told what is under way
     */
    public PlanRunner runner(BootableMachine machine, Path consoles, KnownIssues known, Progress told) {
        try {
            Files.createDirectories(consoles);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        PlanRunner booting = PlanRunner.booting(machine.spec(), consoles, known, cleanup, told, machine.limits())
                .without(t -> lack(machine, t));
        return request.freshBoot() ? booting : booting.withSnapshots(cache, machine.identity());
    }

    /**
     * What is missing for a machine to be made ready so, in words: a part of its kernel, or of this host; empty where nothing is
     * known to be missing.
     */
    public Optional<String> lack(BootableMachine machine, Topology topology) {
        Path config = machine.config();
        List<String> missing = config == null ? List.of() : KernelConfig.notBuilt(config, topology.symbols());
        return missing.isEmpty() ? lackHere(topology) : Optional.of(String.join(", ", missing));
    }

    private synchronized Optional<String> lackHere(Topology topology) {
        if (topology.source() != Topology.Platform.CXL) {
            return Optional.empty();
        }
        String known = lacksCxl;
        if (known == null) {
            known = probe.lacksCxl().orElse("");
            lacksCxl = known;
        }
        return Optional.of(known).filter(lack -> !lack.isEmpty());
    }

    /** Runs what was chosen of a plan as a stage of a run, and tells the run's state. */
    public List<ScenarioRun> judge(
            String stage,
            BootableMachine machine,
            Chosen chosen,
            Path folder,
            RunState state,
            Consumer<ScenarioRun> each) {
        Map<String, ScenarioRun> judged = new ConcurrentHashMap<>();
        Consumer<ScenarioRun> noting = run -> {
            judged.put(run.scenario().id(), run);
            each.accept(run);
        };
        Path consoles = folder.resolve(variant.file("console"));
        try {
            List<ScenarioRun> runs = phases.time(
                    variant.label(stage),
                    r -> false,
                    () -> run(machine, consoles, chosen.scenarios(), chosen.known(), noting));
            state.judged(runs, folder, variant);
            return runs;
        } catch (RuntimeException e) {
            // Our surroundings failed; what was judged by then is right all the same.
            List<ScenarioRun> by = chosen.scenarios().stream()
                    .map(s -> judged.get(s.id()))
                    .filter(Objects::nonNull)
                    .toList();
            if (!by.isEmpty()) {
                state.judged(by, folder, variant);
            }
            throw e;
        }
    }

    /** How many machines run at a time. */
    public int jobs() {
        int cpus = Runtime.getRuntime().availableProcessors();
        return request.jobs() > 0 ? request.jobs() : variant.machines(cpus, HostProbe.memoryBytes());
    }

    /** QEMU's version and the accelerator, in words. */
    public String describeQemu() {
        return "QEMU " + qemuVersion() + ", " + await(accelerator).describe();
    }

    public String describeHost() {
        return probe.describeHost();
    }

    private String qemuVersion() {
        return probe.qemuVersion().orElse("of unknown version");
    }

    /** What the plan's steps copy into the guest, named relative to the plan. */
    private List<Path> copied(TestPlan plan) {
        Path base = request.plan().toAbsolutePath().getParent();
        return plan.scenarios().stream()
                .flatMap(s -> s.steps().stream())
                .flatMap(s -> s.copies().stream())
                .distinct()
                .map(name -> base == null ? Path.of(name) : base.resolve(name))
                .toList();
    }

    private Accelerator chooseAccelerator() {
        return request.accelerator() == null
                ? probe.accelerator()
                : new Accelerator(request.accelerator(), "as asked for");
    }

    private static <T> CompletableFuture<T> beside(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work);
    }

    /** The result of work beside, its failure as it was thrown there. */
    private static <T> T await(CompletableFuture<T> work) {
        try {
            return work.join();
        } catch (CompletionException | CancellationException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
