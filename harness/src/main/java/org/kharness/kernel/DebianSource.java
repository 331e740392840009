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
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.kharness.cache.Cache;
import org.kharness.cache.Room;
import org.kharness.debian.AptSources;
import org.kharness.debian.DebPackage;
import org.kharness.debian.PrivateApt;
import org.kharness.debian.PrivateApt.SourcePackage;
import org.kharness.debian.PrivateApt.Update;
import org.kharness.failure.InputException;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.Cleanup;
import org.kharness.progress.Progress;

/**
 * A kernel from Debian's linux-source packages: a version from the machine's own sources (and, where those do not have
 * it, from Debian's other suites), or the newest one of a suite. What a specification was found to mean is asked again
 * after a day; when the archive does not answer, the last answer stands.
 *
 * @param suites where to look, in order; the empty name stands for the machine's own sources
 * @param packageName such as linux-source-6.1; empty for the newest that the suite has
 */
@SuppressWarnings("try") // a lock is held, not used
record DebianSource(String spec, List<String> suites, String packageName, Path apt, Clock clock)
        implements KernelSource {
    private static final long IMPORTED_MIB = 800;

    private static final Duration FRESH = Duration.ofHours(24);
    private static final List<String> KNOWN = List.of("trixie", "bookworm", "bullseye", "forky", "sid", "experimental");
    private static final List<String> WITHOUT_SECURITY = List.of("sid", "unstable", "experimental", "rc-buggy");

    static DebianSource parse(String spec, String what) {
        Path apt = Path.of("/etc/apt");
        if (what.matches("\\d+\\.\\d+")) {
            List<String> suites = new ArrayList<>(List.of(""));
            suites.addAll(KNOWN);
            return new DebianSource(spec, suites, "linux-source-" + what, apt, Clock.systemUTC());
        }
        if (what.matches("[a-z][a-z-]*")) {
            return new DebianSource(spec, List.of(what), "", apt, Clock.systemUTC());
        }
        throw new InputException("unknown kernel '" + spec
                + "': expected a version such as debian:6.1 or a suite such as debian:trixie");
    }

    @Override
    public KernelTree obtain(Cache cache, Progress progress, Cleanup cleanup) {
        Path answer = cache.folder("apt").resolve("answer-" + spec.replaceAll("[^a-z0-9.-]", "_"));
        try (var lock = cache.lock("apt-" + spec)) {
            Optional<KernelTree> recent = answered(cache, answer, true);
            if (recent.isPresent()) {
                return recent.get();
            }
            try {
                return ask(cache, progress, cleanup, answer);
            } catch (SurroundingsException e) {
                Optional<KernelTree> last = answered(cache, answer, false);
                last.ifPresent(t -> progress.note(
                        "Debian's archive was not to be had; using " + spec + " as imported before: " + t.release()));
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

    private KernelTree ask(Cache cache, Progress progress, Cleanup cleanup, Path answer) {
        boolean anySuite = false;
        for (String suite : suites) {
            progress.detail("asking apt for " + (packageName.isEmpty() ? suite : packageName));
            Optional<PrivateApt> found = lists(cache, suite);
            anySuite |= found.isPresent();
            if (found.isEmpty()) {
                continue;
            }
            PrivateApt private1 = found.get();
            Optional<SourcePackage> wanted = (packageName.isEmpty()
                            ? private1.newestLinuxSource()
                            : Optional.of(packageName))
                    .flatMap(private1::find);
            if (wanted.isPresent()) {
                KernelTree tree = fetch(private1, wanted.get(), cache, progress, cleanup);
                Cache.write(answer, key(wanted.get()));
                return tree;
            }
        }
        throw new InputException(
                anySuite
                        ? spec + ": no package " + (packageName.isEmpty() ? "linux-source-*" : packageName)
                                + " in Debian"
                        : spec + ": the Debian mirror has no suite '" + suites.get(0) + "'");
    }

    /** The package lists of a suite with its security suite; empty if there is no such suite. */
    private Optional<PrivateApt> lists(Cache cache, String suite) {
        AptSources machine = AptSources.read(apt);
        Path folder = cache.folder("apt", suite.isEmpty() ? "machine" : suite);
        if (!Files.isReadable(Path.of(PrivateApt.KEYRING))) {
            throw new SurroundingsException(
                    PrivateApt.KEYRING + " is missing: install the package debian-archive-keyring");
        }
        if (suite.isEmpty()) {
            List<String> lines = machine.debianOnly().entries().stream()
                    .flatMap(e -> e.lines(PrivateApt.KEYRING))
                    .toList();
            PrivateApt private1 = new PrivateApt(folder, lines);
            return !lines.isEmpty() && private1.update() == Update.DONE ? Optional.of(private1) : Optional.empty();
        }
        String signed = "deb [signed-by=" + PrivateApt.KEYRING + "] ";
        String main = signed + machine.mirror() + " " + suite + " main";
        if (!WITHOUT_SECURITY.contains(suite)) {
            String security = signed + machine.securityMirror() + " " + suite + "-security main";
            PrivateApt both = new PrivateApt(folder, List.of(main, security));
            if (both.update() == Update.DONE) {
                return Optional.of(both);
            }
        }
        PrivateApt alone = new PrivateApt(folder, List.of(main));
        return alone.update() == Update.DONE ? Optional.of(alone) : Optional.empty();
    }

    private KernelTree fetch(
            PrivateApt private1, SourcePackage wanted, Cache cache, Progress progress, Cleanup cleanup) {
        Optional<KernelTree> earlier = KernelRepository.shared(cache).imported(key(wanted), spec);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Room.need(cache.root(), IMPORTED_MIB, "the kernel's source, downloaded and imported,");
        Path folder = cache.temporary("download");
        Runnable delete = () -> Cache.delete(folder);
        cleanup.register(delete);
        try (var lock = cache.lock(key(wanted))) {
            progress.detail("downloading " + wanted.file() + ", " + (wanted.size() >> 20) + " MiB");
            DebPackage deb = new DebPackage(private1.download(wanted, folder));
            progress.detail("importing " + wanted.file());
            String message =
                    "Import of %s %s%n%nsha256 %s%n".formatted(wanted.name(), wanted.version(), wanted.sha256());
            Decompressor unpack = new Decompressor(cleanup);
            return new TarImport(cache, progress, cleanup)
                    .run(key(wanted), spec, message, () -> kernelArchive(deb, unpack));
        } finally {
            cleanup.forget(delete);
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
