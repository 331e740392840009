/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;
import org.kharness.failure.KernelBuildException;

/**
 * The configuration that a kernel is wanted with: allnoconfig and fragments on top of it. Later fragments win over
 * earlier ones.
 */
public final class KernelConfig {
    private static final Pattern SET = Pattern.compile("(CONFIG_[A-Z0-9a-z_]+)=(.*)");

    private final Map<String, ConfigFragment.Symbol> wanted = new LinkedHashMap<>();

    private KernelConfig(List<ConfigFragment> fragments, KernelVersion version) {
        for (ConfigFragment fragment : fragments) {
            for (ConfigFragment.Symbol symbol : fragment.symbols()) {
                if (symbol.isFor(version)) {
                    wanted.remove(symbol.name());
                    wanted.put(symbol.name(), symbol);
                }
            }
        }
    }

    /**
     * Reads fragments for a kernel.
     *
     * @param release such as 6.1.192
     * @throws InputException if a fragment cannot be read or understood, naming the line
     */
    static KernelConfig read(List<Path> fragments, String release) {
        return new KernelConfig(fragments.stream().map(ConfigFragment::read).toList(), KernelVersion.of(release));
    }

    static KernelConfig of(List<ConfigFragment> fragments, String release) {
        return new KernelConfig(fragments, KernelVersion.of(release));
    }

    /** The fragments in a folder, such as qemu-images/config: all files that end in .config, by name. */
    public static List<Path> fragments(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found =
                    files.filter(f -> f.toString().endsWith(".config")).sorted().toList();
            if (found.isEmpty()) {
                throw new InputException("no configuration fragment (*.config) in " + folder);
            }
            return found;
        } catch (IOException e) {
            throw new InputException("cannot read the folder " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * What a recipe wants of a kernel, as lines of a .config; the finished one has more.
     *
     * @param release such as 6.1.192
     */
    public static String wanted(KernelRecipe recipe, String release) {
        return recipe.config(release).merged();
    }

    /** One fragment with all that is wanted of this kernel, for merge_config.sh. */
    String merged() {
        return String.join(
                        "\n",
                        wanted.values().stream()
                                .map(ConfigFragment.Symbol::line)
                                .toList())
                + "\n";
    }

    /** Changes when what is wanted changes, though not with comments. */
    String digest() {
        return Cache.digest(merged());
    }

    /**
     * Those of some symbols that a finished .config neither builds in nor as modules; none where it cannot be read.
     *
     * @param file a kernel's .config
     */
    public static List<String> notBuilt(Path file, List<String> symbols) {
        if (symbols.isEmpty()) {
            return List.of();
        }
        try {
            Map<String, String> found = values(Files.readString(file));
            return symbols.stream()
                    .filter(s -> found.getOrDefault(s, "n").equals("n"))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Map<String, String> values(String config) {
        Map<String, String> found = new LinkedHashMap<>();
        config.lines().map(SET::matcher).filter(Matcher::matches).forEach(m -> found.put(m.group(1), m.group(2)));
        return found;
    }

    /**
     * Checks that a finished .config holds every wanted symbol with its value.
     *
     * @throws KernelBuildException naming each symbol that it does not hold, and the fragment's line that wants it
     */
    void verify(String config, String release) {
        Map<String, String> found = values(config);
        List<String> missing = new ArrayList<>();
        for (ConfigFragment.Symbol symbol : wanted.values()) {
            String value = found.getOrDefault(symbol.name(), "n");
            if (!value.equals(symbol.value()) && !symbol.optional()) {
                missing.add(symbol.name() + "=" + symbol.value() + " (" + symbol.place() + ") is "
                        + (found.containsKey(symbol.name()) ? value : "not set"));
            }
        }
        if (!missing.isEmpty()) {
            throw new KernelBuildException("the configuration of " + release
                    + " lost what was wanted, as the kernel does not have it or a dependency is not met: "
                    + String.join("; ", missing));
        }
    }
}
