/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.kharness.cache.UserFolders;
import org.kharness.failure.InputException;
import org.kharness.plan.YamlReader;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Defaults of options from files: the user's, {@code $XDG_CONFIG_HOME/kharness/config.yaml}, and a project's,
 * {@code .kharness.yaml} in the current folder or one above it. The project's goes before the user's, the command line before
 * both. A file maps commands, or "all", to options without their dashes.
 *
 * <p>A project's file comes with a tree that somebody else may have written: what decides where code runs, or where files are
 * written, is not taken from it.
 */
final class UserDefaults implements IDefaultValueProvider {
    /** A project's file may not say these. */
    private static final Set<String> PERSONAL = Set.of("builder", "qemu-opts", "reports", "resolve", "config");

    private static final String EVERYWHERE = "all";

    /** A file and what it says: options by command. */
    private record Source(Path file, Map<String, Map<String, JsonNode>> options) {}

    private final List<Source> sources;

    private UserDefaults(List<Source> sources) {
        this.sources = sources;
    }

    /**
     * Reads the files that are there.
     *
     * @param environment for XDG_CONFIG_HOME and HOME
     * @throws InputException with the place where one is malformed, or a project's says what it may not
     */
    static UserDefaults read(Map<String, String> environment, Path here) {
        List<Source> sources = new ArrayList<>();
        for (Path at = here.toAbsolutePath(); at != null; at = at.getParent()) {
            Path file = at.resolve(".kharness.yaml");
            if (Files.isRegularFile(file)) {
                sources.add(source(file, true));
                break;
            }
        }
        Path own = UserFolders.config(environment).resolve("kharness").resolve("config.yaml");
        if (Files.isRegularFile(own)) {
            sources.add(source(own, false));
        }
        return new UserDefaults(sources);
    }

    /** None at all. */
    static UserDefaults none() {
        return new UserDefaults(List.of());
    }

    /** True where no file says anything. */
    boolean empty() {
        return sources.isEmpty();
    }

    private static Source source(Path file, boolean projects) {
        JsonNode root = new YamlReader().read(file, "configuration", JsonNode.class);
        if (!root.isObject()) {
            throw new InputException(file + ": a configuration maps commands to options");
        }
        Map<String, Map<String, JsonNode>> options = new TreeMap<>();
        root.properties().forEach(command -> {
            if (!command.getValue().isObject()) {
                throw new InputException(file + ": " + command.getKey() + ": options and their values are wanted");
            }
            Map<String, JsonNode> values = new TreeMap<>();
            command.getValue().properties().forEach(option -> {
                String place = file + ": " + command.getKey() + "." + option.getKey();
                if (projects && PERSONAL.contains(option.getKey())) {
                    throw new InputException(place + ": not taken from a project's file; say it in your own, or on the"
                            + " command line");
                }
                if (!option.getValue().isValueNode()) {
                    throw new InputException(place + ": one value is wanted");
                }
                values.put(option.getKey(), option.getValue());
            });
            options.put(command.getKey(), values);
        });
        return new Source(file, options);
    }

    /**
     * Holds the files against the commands there are.
     *
     * @throws InputException if one names a command or an option that does not exist
     */
    void check(CommandLine line) {
        for (Source source : sources) {
            source.options().forEach((name, values) -> {
                List<CommandSpec> commands = named(line.getCommandSpec(), name);
                if (commands.isEmpty()) {
                    throw new InputException(source.file() + ": there is no command \"" + name + "\"");
                }
                for (String option : values.keySet()) {
                    if (commands.stream().allMatch(c -> c.findOption("--" + option) == null)) {
                        throw new InputException(source.file() + ": " + name + " has no option --" + option);
                    }
                }
            });
        }
    }

    private static List<CommandSpec> named(CommandSpec top, String name) {
        List<CommandSpec> found = new ArrayList<>();
        for (CommandLine sub : top.subcommands().values()) {
            CommandSpec spec = sub.getCommandSpec();
            if (name.equals(EVERYWHERE) || key(spec).equals(name)) {
                found.add(spec);
            }
            found.addAll(named(spec, name));
        }
        return found;
    }

    /** "run", or "series apply". */
    private static String key(CommandSpec spec) {
        return spec.qualifiedName().replaceFirst("^kharness ?", "");
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        String name = option.longestName().replaceFirst("^--", "");
        for (Source source : sources) {
            for (String command : List.of(key(option.command()), EVERYWHERE)) {
                JsonNode value =
                        source.options().getOrDefault(command, Map.of()).get(name);
                if (value != null) {
                    return value.asText();
                }
            }
        }
        return null;
    }
}
