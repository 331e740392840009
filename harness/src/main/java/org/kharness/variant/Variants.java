/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.variant;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kharness.build.KernelRecipe;
import org.kharness.failure.InputException;
import org.kharness.plan.YamlReader;
import org.kharness.value.KernelRange;

/** The variants of a folder such as qemu-images/config/variants: NAME.yaml each, with fragments beside it. */
public final class Variants {
    private static final String ENDING = ".yaml";

    private final Path folder;

    public Variants(Path folder) {
        this.folder = folder;
    }

    /** Where the harness's own lie. */
    public static Path folder(Path top) {
        return top.resolve("qemu-images").resolve("config").resolve("variants");
    }

    /**
     * What NAME.yaml holds; qemu-images/config/README.md tells its meaning to people.
     *
     * @param fragments files beside it; those of NAME.config where none are named
     * @param memory MiB
     * @param time see {@link Variant#timeFactor()}
     */
    private record Written(
            @JsonProperty(required = true) String about,
            @Nullable KernelRange kernel,
            @Nullable List<String> fragments,
            int memory,
            double time,
            @Nullable List<String> arguments,
            @Nullable Map<String, String> make,
            @Nullable List<String> modules,
            @Nullable List<String> checks) {}

    /** The names of all, by the alphabet; without "plain". */
    public List<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> String.valueOf(f.getFileName()))
                    .filter(n -> n.endsWith(ENDING))
                    .map(n -> n.substring(0, n.length() - ENDING.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new InputException("cannot read the folder " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * The variants that a user asks for.
     *
     * @param asked names with commas between them; "+" makes one kernel of several; null or empty for the plain kernel
     * @throws InputException if one is not known or asked for twice
     */
    public List<Variant> asked(@Nullable String asked) {
        List<Variant> all = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        for (String word : (asked == null || asked.isBlank() ? Variant.PLAIN_NAME : asked).split(",", -1)) {
            Variant variant = Variant.PLAIN;
            for (String name : word.strip().split("\\+", -1)) {
                variant = variant.and(named(name.strip()));
            }
            if (!seen.add(variant.name())) {
                throw new InputException("--variant " + asked + ": " + variant.name() + " is named twice");
            }
            all.add(variant);
        }
        return all;
    }

    /**
     * A variant by its name.
     *
     * @throws InputException if there is none, naming those that are, or its file is malformed
     */
    public Variant named(String name) {
        if (name.equals(Variant.PLAIN_NAME)) {
            return Variant.PLAIN;
        }
        if (!names().contains(name)) {
            throw new InputException("--variant " + name + ": no such variant; there are plain, "
                    + String.join(", ", names()) + "; \"+\" makes one kernel of several");
        }
        Path file = folder.resolve(name + ENDING);
        Written w = new YamlReader().read(file, "variant", Written.class);
        if (w.memory() < 0 || (w.time() != 0 && w.time() < 1)) {
            throw new InputException(file + ": memory is in MiB, and time is a factor of at least 1");
        }
        KernelRecipe recipe = new KernelRecipe(
                fragments(file, name, w),
                List.of(),
                new TreeMap<>(w.make() == null ? Map.of() : w.make()),
                w.modules() == null ? List.of() : w.modules());
        return new Variant(
                name,
                w.about(),
                w.kernel(),
                recipe,
                w.memory(),
                w.time() == 0 ? 1 : w.time(),
                w.arguments() == null ? List.of() : w.arguments(),
                checks(file, w.checks() == null ? List.of() : w.checks()));
    }

    private List<Path> fragments(Path file, String name, Written w) {
        List<String> names = w.fragments() == null ? List.of(name + ".config") : w.fragments();
        for (String fragment : names) {
            if (fragment.contains("/") || !Files.isReadable(folder.resolve(fragment))) {
                throw new InputException(file + ": the fragment " + fragment + " is not beside it");
            }
        }
        return names.stream().map(folder::resolve).toList();
    }

    private static Set<Variant.Check> checks(Path file, List<String> names) {
        try {
            return names.stream()
                    .map(n -> Variant.Check.valueOf(n.toUpperCase(Locale.ROOT)))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IllegalArgumentException e) {
            throw new InputException(file + ": checks " + names + ": only kmemleak and kcsan are known", e);
        }
    }
}
