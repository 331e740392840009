/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.kharness.failure.InputException;

/**
 * Programs and scripts of the user's own that go into the guest, with the libraries they need, taken from this machine.
 *
 * @param files content by path in the guest
 */
public record UserPrograms(SortedMap<String, byte[]> files) {
    /** Where the guest has them. */
    public static final String FOLDER = "user/";

    private static final List<Path> LIBRARIES = List.of(
            Path.of("/lib/x86_64-linux-gnu"),
            Path.of("/usr/lib/x86_64-linux-gnu"),
            Path.of("/lib64"),
            Path.of("/usr/lib64"),
            Path.of("/usr/lib"));

    /**
     * Gathers programs.
     *
     * @throws InputException if one is no readable file, two have the same name, or a library is not on this machine
     */
    public static UserPrograms of(List<Path> programs) {
        TreeMap<String, byte[]> files = new TreeMap<>();
        for (Path program : programs.stream().distinct().toList()) {
            byte[] content = read(program);
            if (files.put(FOLDER + program.getFileName(), content) != null) {
                throw new InputException("two programs for the guest have the name " + program.getFileName());
            }
            addLibraries(program, content, files);
        }
        return new UserPrograms(files);
    }

    private static byte[] read(Path program) {
        try {
            return Files.readAllBytes(program);
        } catch (IOException e) {
            throw new InputException("cannot copy " + program + " into the guest: no such readable file", e);
        }
    }

    private static void addLibraries(Path program, byte[] content, TreeMap<String, byte[]> files) {
        for (String soname : ElfFile.needed(content)) {
            // The kernel starts this one by its place; it must be of the same C library as the others
            String place = (soname.startsWith("ld-linux") ? "lib64/" : "lib/x86_64-linux-gnu/") + soname;
            if (files.containsKey(place)) {
                continue;
            }
            Path library = LIBRARIES.stream()
                    .map(dir -> dir.resolve(soname))
                    .filter(Files::isReadable)
                    .findFirst()
                    .orElseThrow(() ->
                            new InputException(program + " needs " + soname + ", which this machine does not have"));
            byte[] bytes = read(library);
            files.put(place, bytes);
            addLibraries(library, bytes, files);
        }
    }
}
