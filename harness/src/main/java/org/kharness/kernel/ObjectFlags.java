/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Lines for single objects at the end of a kernel's makefiles (kernel documentation, kbuild/makefiles, "Compilation flags"). */
public final class ObjectFlags {
    private final Function<String, Optional<byte[]>> files;
    private final Map<String, byte[]> changed = new LinkedHashMap<>();

    /**
     * Begins with makefiles as they are.
     *
     * @param files gives a file's bytes by its path in the tree, empty where there is none, such as {@link TreeFiles#read}
     */
    public ObjectFlags(Function<String, Optional<byte[]>> files) {
        this.files = files;
    }

    /**
     * Asks for something for one object. A file without a makefile above it is left as it is.
     *
     * @param source its source's path in the tree
     * @param line the line, from the object's name as its makefile writes it, such as {@code dax.o}
     */
    public void add(String source, Function<String, String> line) {
        if (!source.endsWith(".c")) {
            return;
        }
        String stem = source.substring(0, source.length() - 2);
        for (int slash = stem.lastIndexOf('/'); slash > 0; slash = stem.lastIndexOf('/', slash - 1)) {
            for (String name : new String[] {"Makefile", "Kbuild"}) {
                String path = stem.substring(0, slash + 1) + name;
                byte[] text = changed.containsKey(path)
                        ? changed.get(path)
                        : files.apply(path).orElse(null);
                if (text != null) {
                    changed.put(path, longer(text, stem.substring(slash + 1), line));
                    return;
                }
            }
        }
    }

    /** Older kernels go by the last part of the name, newer ones by all of it. */
    private static byte[] longer(byte[] makefile, String object, Function<String, String> line) {
        String last = object.substring(object.lastIndexOf('/') + 1);
        String more = line.apply(object + ".o") + "\n";
        if (!last.equals(object)) {
            more += line.apply(last + ".o") + "\n";
        }
        return (new String(makefile, StandardCharsets.ISO_8859_1) + "\n" + more).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The makefiles that are not as they were, by path. */
    public Map<String, byte[]> changed() {
        return Map.copyOf(changed);
    }
}
