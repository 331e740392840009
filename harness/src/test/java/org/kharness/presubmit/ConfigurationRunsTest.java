/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.SmallKernel;
import org.kharness.build.BuildWarning;
import org.kharness.build.FileBuild;
import org.kharness.build.KernelRecipe;
import org.kharness.cache.Cache;
import org.kharness.failure.SurroundingsException;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.TreeChange;
import org.kharness.progress.Progress;
import org.kharness.report.ConfigurationReview;

class ConfigurationRunsTest {
    private static final String A = "fs/a.c";
    private static final String NEW = "fs/new.c";
    private static final FileBuild.Outcome NONE = FileBuild.Outcome.nothing("", "");

    @TempDir
    Path dir;

    private SmallKernel kernel;
    private KernelTree base;
    private KernelTree tip;
    private TreeChange change;

    @BeforeEach
    void aSeries() throws Exception {
        kernel = new SmallKernel(dir.resolve("linux"));
        Cache cache = Cache.at(dir.resolve("cache"));
        String kconfig = "config FS_DAX\n\tbool \"dax\"\n\tselect DAX\nconfig OTHER\n\tbool \"other\"\n\tselect DAX\n";
        base = kernel.obtain(kernel.commit("one", Map.of(A, "int a;\nint b;\n", "fs/Kconfig", kconfig)), cache);
        tip = kernel.obtain(kernel.commit("two", Map.of(A, "int new;\nint a;\nint b;\n", NEW, "int n;\n")), cache);
        change = TreeChange.between(base, tip);
    }

    @AfterEach
    void close() {
        kernel.close();
    }

    @Test
    void onlyWhatSaysSomethingIsCompiledBeforeTheSeriesToo() {
        Fake fake = new Fake();
        fake.answers.put("tip usual", built(A, NEW));
        fake.answers.put("tip off:DAX", with(warning(A, 3, "old"), warning(A, 1, "fresh")));
        fake.answers.put("base off:DAX", with(warning(A, 2, "old")));
        List<ConfigurationReview> reviews = run(fake, "usual,off:DAX");
        assertThat(told(reviews)).containsExactly("usual PASS", "off:DAX WARN fs/a.c:1: fresh");
        assertThat(fake.asked)
                .containsExactly(
                        "tip usual [fs/a.c, fs/new.c]", "tip off:DAX [fs/a.c, fs/new.c]", "base off:DAX [fs/a.c]");
    }

    @Test
    void whatDidCompileOrIsNewFailsAndWhatNeverDidIsANote() {
        Fake fake = new Fake();
        fake.answers.put("tip usual", failing(A, NEW));
        fake.answers.put("base usual", failing(A));
        fake.answers.put("tip 32bit", failing(A));
        fake.answers.put("base 32bit", built(A));
        fake.answers.put("tip modules", FileBuild.Outcome.nothing("", "include/x.h:1: odd"));
        fake.answers.put("tip off:DAX", FileBuild.Outcome.nothing("", "include/x.h:1: odd"));
        fake.answers.put("base off:DAX", FileBuild.Outcome.nothing("", "include/x.h:1: odd"));
        List<ConfigurationReview> reviews = run(fake, "usual,32bit,modules,off:DAX");
        assertThat(reviews.get(0).failures()).containsExactly("fs/new.c:1: wrong");
        assertThat(told(reviews))
                .containsExactly(
                        "usual FAIL fs/new.c:1: wrong | did not compile before the series either: fs/a.c:1: wrong",
                        "32bit FAIL fs/a.c:1: wrong | not built: fs/new.c",
                        "modules FAIL include/x.h:1: odd",
                        "off:DAX WARN does not come to the files, nor did it before the series: include/x.h:1: odd");
    }

    @Test
    void aSeriesWithoutACFileIsConfiguredAllTheSame() {
        Fake fake = new Fake();
        fake.answers.put("tip usual", built());
        fake.answers.put("tip off:DAX", FileBuild.Outcome.nothing("", "fs/Kconfig:3: odd"));
        fake.answers.put("tip 32bit", FileBuild.Outcome.nothing("", "fs/Kconfig:3: odd"));
        fake.answers.put("base 32bit", FileBuild.Outcome.nothing("", "fs/Kconfig:2: odd"));
        assertThat(told(runs(fake, "usual,off:DAX,32bit", List.of()).run(base, tip, change)))
                .containsExactly(
                        "usual PASS",
                        "off:DAX FAIL fs/Kconfig:3: odd",
                        "32bit WARN does not come to the files, nor did it before the series: fs/Kconfig:3: odd");
    }

    @Test
    void aConfigurationThatIsNotWhatWasWantedIsSkippedWithItsReason() {
        Fake fake = new Fake();
        fake.config = "CONFIG_DAX=y\nCONFIG_FS_DAX=y\n";
        assertThat(told(run(fake, "off:DAX,off:FS_DAX,off:NONE,on:NONE,on:DAX")))
                .containsExactly(
                        "off:DAX SKIP it cannot be off: selected by FS_DAX",
                        "off:FS_DAX SKIP it cannot be off: its entry gives it no choice, or a default that nothing can"
                                + " change",
                        "off:NONE SKIP it is off in the usual configuration",
                        "on:NONE SKIP it cannot be on: the kernel has no such symbol, or what it depends on is off",
                        "on:DAX SKIP it is on in the usual configuration");
    }

    @Test
    void oneConfigurationsTroubleDoesNotEndTheOthers() {
        Fake fake = new Fake();
        fake.answers.put("tip off:DAX", built(A));
        assertThat(told(run(fake, "usual,off:DAX")))
                .containsExactly("usual ERROR no room", "off:DAX PASS not built: fs/new.c");
        fake.answers.put("tip usual", NONE);
        assertThat(told(run(fake, "usual,w1,sparse")))
                .as("those of every patch are not tried here")
                .containsExactly("usual SKIP builds none of the files | not built: fs/a.c fs/new.c");
    }

    @Test
    void aLineCountsAsCompiledWhereAnyConfigurationCompilesIt() {
        Fake fake = new Fake();
        fake.answers.put("tip usual", built(A));
        fake.answers.put("tip on:DEBUG", built(NEW));
        fake.config = "CONFIG_DEBUG=y\n";
        ConfigurationRuns runs = runs(fake, "usual,on:DEBUG");
        runs.run(base, tip, change);
        fake.lines.put("on:DEBUG", Set.of(7));
        fake.lines.put("usual", Set.of(5));
        assertThat(runs.compiledSomewhere(tip, NEW, Optional.of(new TreeSet<>(Set.of(1)))))
                .hasValueSatisfying(lines -> assertThat(lines).containsExactly(1, 7));
        assertThat(runs.compiledSomewhere(tip, A, Optional.empty()))
                .hasValueSatisfying(lines -> assertThat(lines).containsExactly(5));
        assertThat(runs.compiledSomewhere(tip, "fs/b.c", Optional.empty())).isEmpty();
    }

    private List<ConfigurationReview> run(Fake fake, String list) {
        return runs(fake, list).run(base, tip, change);
    }

    private ConfigurationRuns runs(Fake fake, String list) {
        return runs(fake, list, List.of(A, NEW));
    }

    private ConfigurationRuns runs(Fake fake, String list, List<String> files) {
        String usual = "CONFIG_DAX=y\nCONFIG_FS_DAX=y\n";
        ConfigurationPlan plan = new ConfigurationPlan(
                Configuration.list(list), new TouchedObjects(files, List.of()), List.of("CONFIG_M=m"), List.of());
        fake.names.clear();
        plan.configurations().forEach(c -> fake.names.put(c.recipe(plan.folderLines()), c.name()));
        return new ConfigurationRuns(fake, Progress.NONE, dir.resolve("logs"), plan, usual);
    }

    private static List<String> told(List<ConfigurationReview> reviews) {
        return reviews.stream()
                .map(r -> (r.name() + " " + r.outcome() + " "
                                + r.findings().stream()
                                        .map(ConfigurationReview.Finding::text)
                                        .collect(Collectors.joining(" | ")))
                        .strip())
                .toList();
    }

    private static FileBuild.Outcome built(String... files) {
        return new FileBuild.Outcome("", "", Set.of(files), Map.of(), Map.of(), 1);
    }

    private static FileBuild.Outcome failing(String... files) {
        Map<String, String> failed = new HashMap<>();
        for (String file : files) {
            failed.put(file, file + ":1: wrong");
        }
        return new FileBuild.Outcome("", "", Set.of(), failed, Map.of(), 1);
    }

    private static FileBuild.Outcome with(BuildWarning... warnings) {
        return new FileBuild.Outcome("", "", Set.of(A, NEW), Map.of(), Map.of(A, Set.of(warnings)), 1);
    }

    private static BuildWarning warning(String file, int line, String text) {
        return new BuildWarning(file, line, text);
    }

    /** Answers as it is told to; where it is told nothing there is no room. */
    private final class Fake implements ConfigurationRuns.Builder {
        private final Map<String, FileBuild.Outcome> answers = new HashMap<>();
        private final Map<String, Set<Integer>> lines = new HashMap<>();
        private final Map<KernelRecipe, String> names = new HashMap<>();
        private final List<String> asked = new ArrayList<>();
        private String config = "";

        @Override
        public boolean hasProgram(String name) {
            throw new AssertionError(name);
        }

        @Override
        public FileBuild.Outcome compile(
                KernelTree tree, KernelRecipe more, List<String> files, UnaryOperator<String> lack, Path log) {
            String why = lack.apply(config);
            if (!why.isEmpty()) {
                return FileBuild.Outcome.nothing(why, "");
            }
            String key = (tree.equals(tip) ? "tip " : "base ") + names.get(more);
            asked.add(key + " " + files);
            FileBuild.Outcome answer = answers.get(key);
            if (answer == null && key.startsWith("tip")) {
                throw new SurroundingsException("no room\nat all");
            }
            return answer == null ? NONE : answer;
        }

        @Override
        public SortedSet<Integer> compiledLines(KernelTree tree, KernelRecipe more, String file) {
            return new TreeSet<>(lines.getOrDefault(names.get(more), Set.of()));
        }
    }
}
