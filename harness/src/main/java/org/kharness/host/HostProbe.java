/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.kharness.debian.DebianPrograms;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.Command;
import org.kharness.process.CommandResult;

/**
 * Looks at the machine: what a run would use, what is missing, and why. Every probe ends in bounded time and changes
 * nothing. Safe for several threads.
 */
public final class HostProbe {
    /** The emulator of the one architecture there is so far. */
    public static final String QEMU = "qemu-system-x86_64";

    /**
     * The guests' CPU model. QEMU's machine checks are Intel's, so the vendor must be; and it broadcasts them only on a CPU
     * that does so by its family and model, which "max" has up to QEMU 7 and later ones have not unless told
     * (target/i386/helper.c, cpu_x86_support_mca_broadcast).
     */
    public static final String CPU = "max,vendor=GenuineIntel,family=15,model=107,stepping=1";

    private static final Path KVM = Path.of("/dev/kvm");
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final long GIB = 1L << 30;
    private static final int ROOMY_GIB = 12;
    private static final int MEMORY_GIB = 4;

    private final Map<String, String> environment;
    private final Programs programs;
    private final Distribution distribution = Distribution.here();

    public HostProbe(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.programs = new Programs(environment.getOrDefault("PATH", ""));
    }

    /** QEMU's version, if QEMU is there. */
    public Optional<String> qemuVersion() {
        return programs.ask(QEMU, "--version").flatMap(Programs::version);
    }

    /** What this machine's QEMU lacks for CXL devices that take poison, in words; empty where it has them. */
    public Optional<String> lacksCxl() {
        return new PoisonWays(programs, 0).lacksCxl();
    }

    /**
     * KVM where a guest's firmware really runs on it, else TCG. The device file alone proves nothing: in many containers
     * it is there and requests are refused.
     */
    public Accelerator accelerator() {
        if (!Files.exists(KVM)) {
            return new Accelerator(Accelerator.Kind.TCG, "no " + KVM);
        }
        if (!Files.isReadable(KVM) || !Files.isWritable(KVM)) {
            return new Accelerator(Accelerator.Kind.TCG, KVM + " may not be opened: join its group, often kvm");
        }
        Optional<Path> qemu = programs.find(QEMU);
        if (qemu.isEmpty()) {
            return new Accelerator(Accelerator.Kind.TCG, "no QEMU to try KVM with");
        }
        return tryKvm(qemu.get());
    }

    /** The container engine that DOCKER_HOST names, else the one on the usual socket. */
    public Engine engine() {
        return engineProbe().probe();
    }

    private EngineProbe engineProbe() {
        return new EngineProbe(environment.getOrDefault("DOCKER_HOST", ""), LIMIT);
    }

    /** Operating system, kernel, CPUs and memory on one line, for a report. */
    public String describeHost() {
        return String.format(
                Locale.ROOT,
                "%s, Linux %s, %d CPUs, %d GiB memory",
                operatingSystem(),
                System.getProperty("os.version", "?"),
                Runtime.getRuntime().availableProcessors(),
                Math.round((double) memoryBytes() / GIB));
    }

    /**
     * Everything that matters to a run, in the order that a table shows it.
     *
     * @param cache the cache folder
     */
    public List<Finding> findings(Path cache) {
        List<Supplier<Finding>> probes = List.of(
                this::java,
                () -> program("maven", "mvn", 3, 6, "builds the harness", "maven"),
                () -> program("git", "git", 2, 30, "kernel repositories and work trees", "git"),
                () -> program("qemu", QEMU, 6, 0, "boots the kernel under test", "qemu-system-x86"),
                this::kvm,
                this::sandbox,
                this::containerEngine,
                this::hostCompiler,
                () -> program("ccache", "ccache", 3, 0, "for --builder host: keeps objects", "ccache")
                        .optional(),
                this::debianPackages,
                () -> space(cache),
                this::memory);
        CompletableFuture<List<Finding>> ways = CompletableFuture.supplyAsync(
                () -> new PoisonWays(programs, Math.round((double) memoryBytes() / GIB)).findings());
        List<CompletableFuture<Finding>> all =
                probes.stream().map(CompletableFuture::supplyAsync).toList();
        return Stream.concat(
                        all.stream().map(CompletableFuture::join),
                        Stream.of(ways).map(CompletableFuture::join).flatMap(List::stream))
                .toList();
    }

    /**
     * Lets the firmware run on the CPU model that guests get: it finds nothing to boot, says so on its debug port and
     * resets, which ends QEMU. Nested and emulated KVM often makes a machine and then refuses a CPU's registers.
     */
    private static Accelerator tryKvm(Path qemu) {
        List<String> command = List.of(
                qemu.toString(),
                "-accel",
                "kvm",
                "-M",
                "pc",
                "-cpu",
                CPU,
                "-smp",
                "2",
                "-m",
                "64",
                "-nodefaults",
                "-display",
                "none",
                "-no-reboot",
                "-boot",
                "reboot-timeout=1",
                "-debugcon",
                "stdio",
                "-global",
                "isa-debugcon.iobase=0x402");
        try {
            CommandResult result = Command.of(command).within(LIMIT).run();
            return result.ok() && result.output().contains("No bootable device")
                    ? new Accelerator(Accelerator.Kind.KVM, "firmware runs on it")
                    : new Accelerator(Accelerator.Kind.TCG, "KVM is there but does not work: " + lastWords(result));
        } catch (SurroundingsException e) {
            return new Accelerator(Accelerator.Kind.TCG, "KVM could not be tried: " + e.getMessage());
        }
    }

    private static String lastWords(CommandResult result) {
        if (result.timedOut()) {
            return "the firmware hangs";
        }
        return result.tail().stream()
                .filter(l -> l.startsWith("qemu-system") && !l.contains("warning:"))
                .findFirst()
                .map(l -> l.replaceFirst("^qemu-system[^:]*: (error: )?", ""))
                .orElse("the firmware stops early");
    }

    private Finding java() {
        String version = System.getProperty("java.version", "?");
        return Finding.ok("java", version + " in " + System.getProperty("java.home", "?"), "runs the harness");
    }

    private Finding program(String what, String name, int major, int minor, String purpose, String debianPackage) {
        Optional<String> version = programs.ask(name, "--version").flatMap(Programs::version);
        if (version.isEmpty()) {
            return Finding.missing(what, "", purpose + ": " + distribution.install(debianPackage));
        }
        if (!Programs.atLeast(version.get(), major, minor)) {
            String advice = purpose + ": " + major + "." + minor + " or newer is needed";
            return new Finding(what, Finding.State.OLD, version.get(), advice, true);
        }
        return Finding.ok(what, version.get(), purpose);
    }

    private Finding kvm() {
        Accelerator accelerator = accelerator();
        return accelerator.kind() == Accelerator.Kind.KVM
                ? Finding.ok("kvm", accelerator.reason(), "used").optional()
                : Finding.missing("kvm", accelerator.reason(), "TCG is used: slower, same verdicts")
                        .optional();
    }

    private Finding sandbox() {
        Sandbox sandbox = Sandbox.find();
        return sandbox.kind() == Sandbox.Kind.BUBBLEWRAP
                ? Finding.ok("sandbox", sandbox.describe(), "between a guest and this machine")
                        .optional()
                : new Finding(
                        "sandbox",
                        Finding.State.MISSING,
                        sandbox.describe(),
                        distribution.install("bubblewrap") + "; " + sandbox.reason(),
                        false);
    }

    private Finding containerEngine() {
        Engine engine = engine();
        if (engine.usable()) {
            String found = engine.version() + ", API " + engine.api();
            return Finding.ok("container engine", found, "used: builds the kernel");
        }
        boolean installed = programs.find("dockerd").isPresent();
        if (isStartedByRun()) {
            return Finding.ok(
                    "container engine", "installed, not running", "run starts it, and builds the kernel with it");
        }
        String found = installed ? "not usable" : "";
        String advice = found.isEmpty() && !environment.containsKey("DOCKER_HOST")
                ? distribution.install("docker.io") + ", or use --builder host"
                : engine.problem();
        return Finding.missing("container engine", found, advice);
    }

    /** True if the launcher would start the engine: it does so for root. */
    private boolean isStartedByRun() {
        return programs.find("dockerd").isPresent()
                && !environment.containsKey("DOCKER_HOST")
                && "root".equals(System.getProperty("user.name"));
    }

    private Finding hostCompiler() {
        List<String> missing = List.of("gcc", "make", "flex", "bison", "bc").stream()
                .filter(p -> programs.find(p).isEmpty())
                .toList();
        if (!missing.isEmpty()) {
            String advice = "only for --builder host: " + distribution.install(missing);
            return Finding.missing("host compiler", "", advice).optional();
        }
        String version = programs.ask("gcc", "-dumpfullversion").orElse("?");
        return Finding.ok("host compiler", "gcc " + version, "for --builder host")
                .optional();
    }

    private Finding debianPackages() {
        String what = "Debian's packages";
        boolean apt = DebianPrograms.useful(environment.getOrDefault("PATH", ""), Path.of("/etc"));
        String purpose = "kernel sources, guest programs and the build image";
        if (apt) {
            List<String> releases = releases();
            return releases.isEmpty()
                    ? Finding.missing(what, "", purpose + " come from Debian: set up apt, then apt-get update")
                    : Finding.ok(what, String.join(", ", releases), purpose);
        }
        Engine engine = engine();
        boolean there = engine.usable() && engineProbe().hasImage(DebianWay.IMAGE);
        String problem = engine.usable() || isStartedByRun() ? "" : engine.problem();
        DebianWay way =
                DebianWay.of(false, problem, there ? DebianWay.Image.THERE : DebianWay.Image.NOT_YET, "", distribution);
        return way.kind() == DebianWay.Kind.NONE
                ? Finding.missing(what, "", way.text())
                : Finding.ok(what, way.text(), purpose);
    }

    private List<String> releases() {
        return programs
                .ask("apt-get", "indextargets", "--no-release-info", "--format", "$(RELEASE)", "Created-By: Packages")
                .stream()
                .flatMap(String::lines)
                .filter(l -> !l.isBlank())
                .distinct()
                .toList();
    }

    private static Finding space(Path cache) {
        // Not Files.getFileStore: it wants the mount point in /proc/mounts, which a chroot need not have.
        long free = cache.toFile().getUsableSpace() / GIB;
        String found = cache + ", " + free + " GiB free";
        return free >= ROOMY_GIB
                ? Finding.ok("cache", found, "kernel trees, built kernels, images")
                : new Finding(
                        "cache",
                        Finding.State.OLD,
                        found,
                        "a first run wants " + ROOMY_GIB + " GiB: make room, or set XDG_CACHE_HOME",
                        true);
    }

    private Finding memory() {
        long gib = Math.round((double) memoryBytes() / GIB);
        String found = gib + " GiB, " + Runtime.getRuntime().availableProcessors() + " CPUs";
        return gib >= MEMORY_GIB
                ? Finding.ok("memory", found, "the build and the guest")
                : new Finding("memory", Finding.State.OLD, found, MEMORY_GIB + " GiB or more are needed", true);
    }

    /** The machine's memory: MemTotal of /proc/meminfo (proc(5)); 0 where it cannot be read. */
    public static long memoryBytes() {
        try (var lines = Files.lines(Path.of("/proc/meminfo"))) {
            return lines.filter(l -> l.startsWith("MemTotal:"))
                    .map(l -> l.replaceAll("\\D", ""))
                    .mapToLong(kib -> Long.parseLong(kib) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** PRETTY_NAME of os-release(5). */
    private static String operatingSystem() {
        try (var lines = Files.lines(Path.of("/etc/os-release"))) {
            return lines.filter(l -> l.startsWith("PRETTY_NAME="))
                    .map(l -> l.substring("PRETTY_NAME=".length()).replace("\"", ""))
                    .findFirst()
                    .orElse("Linux");
        } catch (IOException e) {
            return "Linux";
        }
    }
}
