/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;

/**
 * How a kernel is made of its source.
 *
 * @param fragments configuration fragments on top of allnoconfig, in order; later ones win
 * @param items single lines on top of these, such as CONFIG_X=y, each checked like a fragment's
 * @param make variables for make's command line, such as KCFLAGS; they concern every object
 * @param modules folders of the source whose modules are built after the boot image and the kernel's own modules, as
 *     {@code make M=FOLDER}; none as a rule: the guest has no modules then, and none are built
 */
public record KernelRecipe(
        List<Path> fragments, List<String> items, SortedMap<String, String> make, List<String> modules) {
    public KernelRecipe {
        fragments = List.copyOf(fragments);
        items = List.copyOf(items);
        make = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(make));
        modules = List.copyOf(modules);
    }

    /** Fragments and nothing else. */
    public static KernelRecipe of(List<Path> fragments) {
        return new KernelRecipe(fragments, List.of(), new TreeMap<>(), List.of());
    }

    /**
     * This one and what another adds to it.
     *
     * @throws InputException if both set a make variable, to different values
     */
    public KernelRecipe and(KernelRecipe more) {
        SortedMap<String, String> variables = new TreeMap<>(make);
        more.make.forEach((name, value) -> {
            String before = variables.put(name, value);
            if (before != null && !before.equals(value)) {
                throw new InputException(
                        "the make variable " + name + " is wanted as \"" + before + "\" and as \"" + value + "\"");
            }
        });
        return new KernelRecipe(
                joined(fragments, more.fragments), joined(items, more.items), variables, joined(modules, more.modules));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        second.stream().filter(e -> !all.contains(e)).forEach(all::add);
        return all;
    }

    /**
     * The configuration that a kernel is wanted with.
     *
     * @param release such as 6.1.192
     * @throws InputException if a fragment or an item cannot be read or understood, naming the line
     */
    KernelConfig config(String release) {
        List<ConfigFragment> all = new ArrayList<>();
        fragments.forEach(f -> all.add(ConfigFragment.read(f)));
        if (!items.isEmpty()) {
            all.add(ConfigFragment.parse("--configitem", String.join("\n", items)));
        }
        return KernelConfig.of(all, release);
    }

    /** Changes when this recipe gives another kernel. That of a recipe without variables and modules is its configuration's. */
    String digest(KernelConfig config) {
        return make.isEmpty() && modules.isEmpty()
                ? config.digest()
                : Cache.digest(config.digest(), make.toString(), modules.toString());
    }
}
