/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.kharness.cache.Cache;
import org.kharness.cache.Room;
import org.kharness.debian.AptSources;
import org.kharness.debian.DebPackage;
import org.kharness.debian.DebianPrograms;
import org.kharness.debian.PrivateApt;
import org.kharness.debian.PrivateApt.Known;
import org.kharness.debian.PrivateApt.SourcePackage;
import org.kharness.debian.PrivateApt.Update;
import org.kharness.failure.InputException;
import org.kharness.failure.SurroundingsException;
import org.kharness.job.JobContext;

/**
 * A kernel from Debian's linux-source packages: a version from the machine's own sources (and, where those do not have
 * it, from Debian's other suites), or the newest one of a suite. What a specification was found to mean is asked again
 * after a day, that a suite has no such kernel after an hour; when the archive does not answer, the last answer stands.
 *
 * @param suites where to look, in order; the empty name stands for the machine's own sources
 * @param packageName such as linux-source-6.1; empty for the newest that the suite has
 */
@SuppressWarnings("try") // a lock is held, not used
record DebianSource(String spec, List<String> suites, String packageName, Clock clock) implements KernelSource {
    private static final long IMPORTED_MIB = 800;

    private static final Duration FRESH = Duration.ofHours(24);
    private static final Duration LISTS_FRESH = Duration.ofHours(1);
    private static final List<String> KNOWN = List.of("trixie", "bookworm", "bullseye", "forky", "sid", "experimental");
    private static final List<String> ENTRANCES = List.of("sid", "experimental");
    private static final List<String> WITHOUT_SECURITY = List.of("sid", "unstable", "experimental", "rc-buggy");

    static DebianSource parse(String spec, String what) {
        if (what.matches("\\d+\\.\\d+")) {
            List<String> suites = new ArrayList<>(List.of(""));
            suites.addAll(KNOWN);
            return new DebianSource(spec, suites, "linux-source-" + what, Clock.systemUTC());
        }
        if (what.matches("[a-z][a-z-]*")) {
            return new DebianSource(spec, List.of(what), "", Clock.systemUTC());
        }
        throw new InputException("unknown kernel '" + spec
                + "': expected a version such as debian:6.1 or a suite such as debian:trixie");
    }

    @Override
    public KernelTree obtain(JobContext job) {
        Path answer = job.cache().folder("apt").resolve("answer-" + spec.replaceAll("[^a-z0-9.-]", "_"));
        try (var lock = job.cache().lock("apt-" + spec)) {
            Optional<KernelTree> recent = answered(job.cache(), answer, true);
            if (recent.isPresent()) {
                return recent.get();
            }
            try {
                return ask(job, answer);
            } catch (SurroundingsException e) {
                Optional<KernelTree> last = answered(job.cache(), answer, false);
                last.ifPresent(t -> job.progress()
                        .note("Debian's archive was not to be had; using " + spec + " as imported before: "
                                + t.release()));
                return last.orElseThrow(() -> e);
            }
        }
    }

    private Optional<KernelTree> answered(Cache cache, Path answer, boolean fresh) {
        try {
            if (!Files.exists(answer) || (fresh && age(answer).compareTo(FRESH) > 0)) {
                return Optional.empty();
            }
            return KernelRepository.shared(cache)
                    .imported(Files.readString(answer).strip(), spec);
        } catch (java.io.IOException e) {
            return Optional.empty();
        }
    }

    private Duration age(Path file) throws java.io.IOException {
        Duration age = Duration.between(Files.getLastModifiedTime(file).toInstant(), Instant.now(clock));
        return age.isNegative() ? FRESH.plusDays(1) : age;
    }

    private KernelTree ask(JobContext job, Path answer) {
        DebianPrograms programs = DebianPrograms.find(job);
        programs.ensure();
        Map<String, Known> asked = new LinkedHashMap<>();
        for (Optional<String> suite = next(asked); suite.isPresent(); suite = next(asked)) {
            job.progress().detail("asking apt for " + (packageName.isEmpty() ? suite.get() : packageName));
            SuiteLists lists = lists(programs, job.cache(), suite.get());
            asked.put(suite.get(), lists.known());
            Optional<SourcePackage> wanted = find(lists);
            if (wanted.isPresent()) {
                KernelTree tree = fetch(lists.apt(), wanted.get(), job);
                Cache.write(answer, key(wanted.get()));
                return tree;
            }
        }
        boolean anySuite = asked.values().stream().anyMatch(k -> k.update() == Update.DONE);
        throw new InputException(
                anySuite
                        ? spec + ": no package " + (packageName.isEmpty() ? "linux-source-*" : packageName)
                                + " in Debian"
                        : spec + ": the Debian mirror has no suite '" + suites.get(0) + "'");
    }

    /**
     * The suite to ask next; empty where none can have it. What is newer by far than the first suite's is looked for in the newest
     * suites first: kernels come into Debian by them, so what is newer than theirs is nowhere.
     */
    Optional<String> next(Map<String, Known> asked) {
        List<String> left = suites.stream().filter(s -> !asked.containsKey(s)).toList();
        Known first = asked.get(suites.get(0));
        if (first == null || packageName.isEmpty()) {
            return left.stream().findFirst();
        }
        boolean newer = first.newest().isPresent()
                && PrivateApt.major(packageName)
                        > PrivateApt.major(first.newest().get());
        Optional<String> entrance = left.stream().filter(ENTRANCES::contains).findFirst();
        if (!newer || entrance.isPresent()) {
            return newer ? entrance : left.stream().findFirst();
        }
        List<Known> entrances =
                ENTRANCES.stream().flatMap(e -> Stream.ofNullable(asked.get(e))).toList();
        boolean beyond = entrances.size() == ENTRANCES.size()
                && entrances.stream().allMatch(k -> k.update() == Update.DONE)
                && entrances.stream().flatMap(k -> k.newest().stream()).count() > 0
                && entrances.stream()
                        .flatMap(k -> k.newest().stream())
                        .allMatch(n -> PrivateApt.BY_VERSION.compare(packageName, n) > 0);
        return beyond ? Optional.empty() : left.stream().findFirst();
    }

    private Optional<SourcePackage> find(SuiteLists lists) {
        Known known = lists.known();
        Optional<String> name = packageName.isEmpty()
                ? known.newest()
                : Optional.of(packageName).filter(known.sources()::contains);
        if (name.isPresent() && known.recent()) {
            // What is downloaded must still be there
            lists.apt().update();
        }
        return name.flatMap(lists.apt()::find);
    }

    /**
     * The package lists of a suite.
     *
     * @param known what they name
     */
    private record SuiteLists(PrivateApt apt, Known known) {}

    /** The package lists of a suite with its security suite. */
    private SuiteLists lists(DebianPrograms programs, Cache cache, String suite) {
        AptSources machine = programs.sources();
        Path folder = cache.folder("apt", suite.isEmpty() ? "machine" : suite);
        if (suite.isEmpty()) {
            List<String> lines = machine.debianOnly().entries().stream()
                    .flatMap(e -> e.lines(PrivateApt.KEYRING))
                    .toList();
            PrivateApt own = new PrivateApt(folder, lines, programs);
            return lines.isEmpty()
                    ? new SuiteLists(own, new Known(Update.NO_SUCH_SUITE, List.of(), false))
                    : listed(own);
        }
        String signed = "deb [signed-by=" + PrivateApt.KEYRING + "] ";
        String main = signed + machine.mirror() + " " + suite + " main";
        if (!WITHOUT_SECURITY.contains(suite)) {
            String security = signed + machine.securityMirror() + " " + suite + "-security main";
            SuiteLists both = listed(new PrivateApt(folder, List.of(main, security), programs));
            if (both.known().update() == Update.DONE) {
                return both;
            }
        }
        return listed(new PrivateApt(folder, List.of(main), programs));
    }

    private SuiteLists listed(PrivateApt private1) {
        return new SuiteLists(private1, private1.known(LISTS_FRESH, Instant.now(clock)));
    }

    private KernelTree fetch(PrivateApt private1, SourcePackage wanted, JobContext job) {
        Optional<KernelTree> earlier = KernelRepository.shared(job.cache()).imported(key(wanted), spec);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Room.need(job.cache().root(), IMPORTED_MIB, "the kernel's source, downloaded and imported,");
        Path folder = job.cache().temporary("download");
        Runnable delete = () -> Cache.delete(folder);
        job.cleanup().register(delete);
        try (var lock = job.cache().lock(key(wanted))) {
            job.progress().detail("downloading " + wanted.file() + ", " + (wanted.size() >> 20) + " MiB");
            DebPackage deb = new DebPackage(private1.download(wanted, folder));
            job.progress().detail("importing " + wanted.file());
            String message =
                    "Import of %s %s%n%nsha256 %s%n".formatted(wanted.name(), wanted.version(), wanted.sha256());
            Decompressor unpack = new Decompressor(job.cleanup());
            return new TarImport(job).run(key(wanted), spec, message, () -> kernelArchive(deb, unpack));
        } finally {
            job.cleanup().forget(delete);
            Cache.delete(folder);
        }
    }

    /** The tar archive within the package, usr/src/linux-source-X.Y.tar.xz, unpacked on the way. */
    private static InputStream kernelArchive(DebPackage deb, Decompressor unpack) throws IOException {
        TarArchiveInputStream data = deb.openData(unpack::open);
        try {
            for (TarArchiveEntry entry = data.getNextEntry(); entry != null; entry = data.getNextEntry()) {
                if (entry.isFile() && entry.getName().matches("(\\./)?usr/src/linux-source-[0-9.]+\\.tar\\.\\w+")) {
                    return new Chained(unpack.open(data), data);
                }
            }
            throw new IOException(deb.file().getFileName() + " holds no usr/src/linux-source-*.tar.*");
        } catch (IOException | RuntimeException e) {
            data.close();
            throw e;
        }
    }

    private static String key(SourcePackage wanted) {
        return "deb-" + wanted.sha256();
    }
}
