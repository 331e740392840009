/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.InputException;
import org.kharness.kernel.KernelSource;
import org.kharness.plan.YamlReader;
import org.kharness.stage.SeriesWishes;

/**
 * The file that says what is run every night.
 *
 * @param schema version of the format
 * @param reports where pages and reports go, relative to the file; null for "nightly" beside it
 * @param history the database, relative to the file; null for "history.sqlite" in the reports' folder
 * @param bisect "auto" to search for the commit that brought what is new; null or "no" to tell the command alone
 * @param mailTo whom the draft of a night's mail is addressed to; empty for a draft that says so
 * @param keep what is kept of nights, and how much it may take
 * @param plans as run takes them
 * @param kernels what they are run on
 */
public record NightlyConfig(
        int schema,
        @Nullable String reports,
        @Nullable String history,
        @Nullable String bisect,
        List<String> mailTo,
        Keep keep,
        List<String> plans,
        List<Kernel> kernels) {
    private static final String AUTO = "auto";

    public NightlyConfig {
        mailTo = mailTo == null ? List.of() : List.copyOf(mailTo);
        keep = keep == null ? Keep.USUAL : keep;
        plans = plans == null ? List.of() : List.copyOf(plans);
        kernels = kernels == null ? List.of() : List.copyOf(kernels);
    }

    /**
     * A kernel.
     *
     * @param name for pages and the history; letters, digits, dots and dashes
     * @param source as run takes it, such as "debian:sid" or "remote:URL@next-*"; a path in it is relative to the file
     * @param series as run takes it; null for the kernel as it is
     * @param seriesOptions the options of the command line, by their names; null for none
     * @param plans what is run on it; empty for what is run on all
     * @param variant as --variant takes it; null for the command line's
     * @param config lines of configuration such as CONFIG_X=y, and fragments relative to the file
     */
    public record Kernel(
            String name,
            String source,
            @Nullable String series,
            @Nullable SeriesWishes seriesOptions,
            List<String> plans,
            @Nullable String variant,
            List<String> config) {
        public Kernel {
            plans = plans == null ? List.of() : List.copyOf(plans);
            config = config == null ? List.of() : List.copyOf(config);
        }

        /** One that is run as all are. */
        Kernel(String name, String source, @Nullable String series) {
            this(name, source, series, null, List.of(), null, List.of());
        }

        /** What is run on it. */
        List<String> plansOf(NightlyConfig all) {
            return plans.isEmpty() ? all.plans : plans;
        }

        /** The fragments of configuration. */
        List<Path> fragments() {
            return config.stream().filter(c -> !isLine(c)).map(Path::of).toList();
        }

        /** The lines of configuration. */
        List<String> lines() {
            return config.stream().filter(Kernel::isLine).toList();
        }

        private static boolean isLine(String item) {
            return item.startsWith("CONFIG_") && item.contains("=");
        }

        private Kernel below(Path folder) {
            return new Kernel(
                    name,
                    KernelSource.below(folder, source),
                    series,
                    seriesOptions,
                    plans,
                    variant,
                    config.stream()
                            .map(c -> isLine(c)
                                    ? c
                                    : folder.resolve(c).normalize().toString())
                            .toList());
        }

        /** How the series is read and applied. */
        SeriesWishes wishes() {
            return seriesOptions == null ? SeriesWishes.NONE : seriesOptions;
        }

        /** The same made as a variant, with a history of its own: its name says so where it is not the usual one. */
        Kernel in(String variant) {
            return variant.equals("plain")
                    ? this
                    : new Kernel(name + "+" + variant, source, series, seriesOptions, plans, this.variant, config);
        }
    }

    /**
     * Reads the file.
     *
     * @throws InputException with its place where it is missing or malformed
     */
    public static NightlyConfig read(Path file) {
        NightlyConfig config = new YamlReader().read(file, "nightly configuration", NightlyConfig.class);
        if (config.schema() != 1) {
            throw new InputException(file + ": nightly schema " + config.schema() + " is not known");
        }
        if (config.kernels().isEmpty()
                || config.kernels().stream().anyMatch(k -> k.plansOf(config).isEmpty())) {
            throw new InputException(file + ": a night needs at least one entry in 'kernels' and one in 'plans'");
        }
        if (config.bisect() != null && !List.of(AUTO, "no").contains(config.bisect())) {
            throw new InputException(file + ": bisect is auto or no, not " + config.bisect());
        }
        if (config.mailTo().stream().anyMatch(a -> a.chars().anyMatch(Character::isISOControl))) {
            throw new InputException(file + ": an address in mail-to has a control character");
        }
        if (config.keep().shown() < 1) {
            throw new InputException(file + ": keep: nights is at least 1");
        }
        try {
            config.keep().bytes();
        } catch (InputException e) {
            throw new InputException(file + ": " + e.getMessage(), e);
        }
        Set<String> names = new HashSet<>();
        for (Kernel kernel : config.kernels()) {
            if (kernel.name() == null || !kernel.name().matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
                throw new InputException(
                        file + ": a kernel's name is made of letters, digits, dots and dashes: " + kernel.name());
            }
            if (kernel.source() == null) {
                throw new InputException(file + ": kernel " + kernel.name() + " has no source");
            }
            if (!names.add(kernel.name())) {
                throw new InputException(file + ": two kernels are named " + kernel.name());
            }
        }
        return config.below(beside(file));
    }

    private NightlyConfig below(Path folder) {
        List<Kernel> all = kernels.stream().map(k -> k.below(folder)).toList();
        return new NightlyConfig(schema, reports, history, bisect, mailTo, keep, plans, all);
    }

    /** True if the commit that brought what is new is searched. */
    boolean searches() {
        return AUTO.equals(bisect);
    }

    /**
     * A kernel by the name that its history has, the variant's included.
     *
     * @return null where it is not configured any more
     */
    @Nullable
    Kernel kernel(String name) {
        String written = name.replaceFirst("\\+.*", "");
        return kernels.stream()
                .filter(k -> k.name().equals(written))
                .findFirst()
                .orElse(null);
    }

    /** The folder for pages and reports. */
    public Path reportsFolder(Path file) {
        return beside(file).resolve(reports == null ? "nightly" : reports);
    }

    /** The database. */
    public Path historyFile(Path file) {
        return history == null
                ? reportsFolder(file).resolve("history.sqlite")
                : beside(file).resolve(history);
    }

    private static Path beside(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        return folder == null ? Path.of("/") : folder;
    }
}
