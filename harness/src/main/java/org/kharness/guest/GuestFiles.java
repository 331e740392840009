/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.guest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.debian.MachineApt;
import org.kharness.failure.SurroundingsException;

/**
 * Gathers the guest's programs from Debian packages, and by their ELF headers the libraries they need. A library's
 * package is found by Debian's naming rule (Policy 8.1: libfoo.so.1 is in libfoo1, possibly with the suffix t64).
 */
final class GuestFiles {
    private static final Pattern SONAME = Pattern.compile("(lib[A-Za-z0-9_+.-]+?)\\.so\\.([0-9.]+)");
    private static final Map<String, String> EXCEPTIONS = Map.ofEntries(
            Map.entry("libc.so.6", "libc6"),
            Map.entry("libm.so.6", "libc6"),
            Map.entry("libpthread.so.0", "libc6"),
            Map.entry("libdl.so.2", "libc6"),
            Map.entry("librt.so.1", "libc6"),
            Map.entry("libresolv.so.2", "libc6"),
            Map.entry("ld-linux-x86-64.so.2", "libc6"),
            Map.entry("libe2p.so.2", "libext2fs2"),
            Map.entry("libcrypto.so.3", "libssl3"),
            Map.entry("libz.so.1", "zlib1g"),
            Map.entry("libgcc_s.so.1", "libgcc-s1"),
            Map.entry("libstdc++.so.6", "libstdc++6"));

    private final MachineApt apt;
    /** Path in the guest to content; sorted, so that the archive is the same every time. */
    private final TreeMap<String, byte[]> files = new TreeMap<>();

    private final List<String> wantedLibraries = new ArrayList<>();
    private final Set<String> seenLibraries = new HashSet<>();

    GuestFiles(MachineApt apt) {
        this.apt = apt;
    }

    /** Adds programs under /bin: base names by package. */
    void addPrograms(Map<String, List<String>> programs) {
        List<String> unknown = new ArrayList<>(programs.keySet());
        unknown.removeAll(apt.known(programs.keySet()));
        if (!unknown.isEmpty()) {
            throw new SurroundingsException("apt knows no package " + String.join(", ", unknown)
                    + ", which the guest needs: run apt-get update, or check the apt sources");
        }
        apt.fetch(programs.keySet());
        programs.forEach(this::addPrograms);
    }

    private void addPrograms(String packageName, List<String> programs) {
        Set<String> missing = new TreeSet<>(programs);
        for (PackageFiles.Entry e : PackageFiles.read(apt.find(packageName).orElseThrow(), p -> p.contains("bin/"))) {
            if (e.link().isEmpty() && missing.remove(e.baseName())) {
                files.put("bin/" + e.baseName(), e.bytes());
                want(e.bytes());
            }
        }
        if (!missing.isEmpty()) {
            throw new SurroundingsException("the package " + packageName + " has no " + String.join(", ", missing));
        }
    }

    /** Everything so far with all libraries, by path in the guest. Libraries need libraries, so this goes in rounds. */
    SortedMap<String, byte[]> complete() {
        while (!wantedLibraries.isEmpty()) {
            List<String> round = List.copyOf(wantedLibraries);
            wantedLibraries.clear();
            Map<String, List<String>> candidates = new TreeMap<>();
            for (String soname : round) {
                candidates.put(soname, apt.known(packagesOf(soname)));
            }
            apt.fetch(candidates.values().stream().flatMap(List::stream).toList());
            candidates.forEach(this::addLibrary);
        }
        return files;
    }

    private void want(byte[] elf) {
        List<String> needed = new ArrayList<>(ElfFile.needed(elf));
        if (!needed.isEmpty()) {
            needed.add("ld-linux-x86-64.so.2");
        }
        for (String library : needed) {
            if (seenLibraries.add(library)) {
                wantedLibraries.add(library);
            }
        }
    }

    private void addLibrary(String soname, List<String> packages) {
        for (String candidate : packages) {
            if (takeLibrary(apt.find(candidate).orElseThrow(), soname)) {
                return;
            }
        }
        throw new SurroundingsException("no Debian package found for the guest's library " + soname + "; tried "
                + String.join(", ", packagesOf(soname)));
    }

    /** The library may be a link to a file with the full version in its name; the guest gets the file under the soname. */
    private boolean takeLibrary(Path deb, String soname) {
        Map<String, PackageFiles.Entry> byName = new TreeMap<>();
        for (PackageFiles.Entry e : PackageFiles.read(deb, p -> p.contains(".so"))) {
            byName.putIfAbsent(e.baseName(), e);
        }
        PackageFiles.Entry entry = byName.get(soname);
        for (int hops = 0; entry != null && !entry.link().isEmpty() && hops < 8; hops++) {
            entry = byName.get(entry.link().substring(entry.link().lastIndexOf('/') + 1));
        }
        if (entry == null || entry.bytes().length == 0) {
            return false;
        }
        String dir = soname.startsWith("ld-linux") ? "lib64/" : "lib/x86_64-linux-gnu/";
        files.put(dir + soname, entry.bytes());
        want(entry.bytes());
        return true;
    }

    static List<String> packagesOf(String soname) {
        String exception = EXCEPTIONS.get(soname);
        if (exception != null) {
            return List.of(exception, exception + "t64");
        }
        Matcher m = SONAME.matcher(soname);
        if (!m.matches()) {
            return List.of();
        }
        String base = m.group(1).replace('_', '-').toLowerCase(java.util.Locale.ROOT);
        String dash = Character.isDigit(base.charAt(base.length() - 1)) ? "-" : "";
        String name = base + dash + m.group(2);
        return List.of(name, name + "t64");
    }
}
