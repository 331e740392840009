/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.SmallKernel;
import org.kharness.cache.Cache;
import org.kharness.kernel.KernelTree;
import org.kharness.progress.Progress;

/** On a tree whose Makefile passes for a kernel's and calls no compiler. */
class FileBuildTest {
    /** Says what the source says behind "SAYS"; a source with "BROKEN" makes no object. */
    private static final String MAKEFILE = """
            VERSION = 6
            PATCHLEVEL = 1
            SUBLEVEL = 0
            allnoconfig:
            \t@echo 'CONFIG_USUAL=y' > $(KCONFIG_CONFIG); echo once >> $(O)/configured
            olddefconfig:
            \t@true
            prepare:
            \t@if grep -q CONFIG_NO_PREPARE=y $(O)/.config; then echo '/src/include/x.h:3:1: error: not ready'; exit 1; fi
            \t@mkdir -p $(O)/include/config $(O)/fs; grep -v '^#' $(O)/.config > $(O)/include/config/auto.conf
            fs/%.o:
            \t@if grep -q SPARSE fs/$*.c; then echo '  CHECK   $(O)/fs/$*.c'; sed -n 's/.*SPARSE /fs\\/$*.c:/p' fs/$*.c; fi
            \t@echo '  CC      $@'; sed -n 's/.*SAYS /fs\\/$*.c:/p' fs/$*.c; ! grep -q BROKEN fs/$*.c
            \t@touch $(O)/$@
            """;

    @TempDir
    Path dir;

    private Cache cache() {
        return Cache.at(dir.resolve("cache"));
    }

    private FileBuild build() {
        return new FileBuild(cache(), new ToolchainHere(), Progress.NONE);
    }

    private KernelTree tree(SmallKernel kernel) throws Exception {
        Cache cache = cache();
        Path merge = kernel.path().resolve("scripts/kconfig/merge_config.sh");
        Files.createDirectories(merge.getParent());
        Files.writeString(merge, "#!/bin/sh\ncat \"$5\" >> \"$4\"\n");
        assertThat(merge.toFile().setExecutable(true)).isTrue();
        Map<String, String> files = new HashMap<>();
        files.put("Makefile", MAKEFILE);
        files.put("scripts/Kbuild.include", "# none\n");
        files.put(
                "fs/Makefile",
                "obj-y += good.o bad.o quiet.o loud.o odd.o\nobj-$(CONFIG_MORE) += more.o\nobj-$(CONFIG_SUB) += sub/\n");
        files.put("fs/sub/Makefile", "obj-y += inner.o\n");
        files.put("fs/good.c", "int good;\n");
        files.put("fs/bad.c", "/* BROKEN, SAYS 1:1: error: bad\n");
        files.put("fs/quiet.c", "/* BROKEN */\n");
        files.put("fs/loud.c", "/* SAYS 1:1: warning: loud [-Wloud]\n");
        files.put("fs/odd.c", "/* SPARSE 1:1: error: odd\n/* SPARSE 2:1: warning: odder\n/* SAYS 1:1: warning: loud\n");
        files.put("fs/more.c", "/* SAYS 1:1: warning: more [-Wmore]\n");
        files.put("fs/sub/inner.c", "int inner;\n");
        return kernel.obtain(kernel.commit("two", files), cache);
    }

    @Test
    void everyFileIsTriedAndTellsItsOwn() throws Exception {
        try (SmallKernel kernel = new SmallKernel(dir.resolve("linux"))) {
            KernelTree tree = tree(kernel);
            List<String> files =
                    List.of("fs/bad.c", "fs/good.c", "fs/loud.c", "fs/more.c", "fs/quiet.c", "fs/sub/inner.c");
            FileBuild.Outcome outcome = compile(tree, recipe(), files);
            assertThat(outcome.built()).containsExactly("fs/good.c", "fs/loud.c");
            assertThat(outcome.failed())
                    .isEqualTo(Map.of("fs/bad.c", "fs/bad.c:1:1: bad", "fs/quiet.c", "fs/quiet.c: does not compile"));
            assertThat(outcome.warnings()).isEqualTo(Set.of(new BuildWarning("fs/loud.c", 1, "loud [-Wloud]")));
            assertThat(outcome.lack() + outcome.broken()).isEmpty();
            assertThat(compile(tree, recipe(), files).warnings())
                    .as("said again though nothing changed")
                    .isEqualTo(outcome.warnings());
            assertThat(compile(tree, recipe("CONFIG_MORE=y"), files).built())
                    .as("another configuration has a folder of its own")
                    .containsExactly("fs/good.c", "fs/loud.c", "fs/more.c");
        }
    }

    @Test
    void whatSparseCallsAnErrorIsOneOfItsComplaints() throws Exception {
        try (SmallKernel kernel = new SmallKernel(dir.resolve("linux"))) {
            FileBuild.Outcome outcome = compile(tree(kernel), recipe(), List.of("fs/loud.c", "fs/odd.c"));
            assertThat(outcome.failed()).isEmpty();
            assertThat(outcome.built()).containsExactly("fs/loud.c", "fs/odd.c");
            assertThat(outcome.said().get("fs/loud.c"))
                    .containsExactly(new BuildWarning("fs/loud.c", 1, "loud [-Wloud]"));
            assertThat(outcome.said().get("fs/odd.c"))
                    .containsExactlyInAnyOrder(
                            new BuildWarning("fs/odd.c", 1, "loud"),
                            new BuildWarning("fs/odd.c", 1, "error: odd"),
                            new BuildWarning("fs/odd.c", 2, "odder"));
        }
    }

    @Test
    void whatComesBeforeTheFilesCanFailToo() throws Exception {
        try (SmallKernel kernel = new SmallKernel(dir.resolve("linux"))) {
            KernelTree tree = tree(kernel);
            FileBuild.Outcome outcome = compile(tree, recipe("CONFIG_NO_PREPARE=y"), List.of("fs/good.c"));
            assertThat(outcome.broken()).isEqualTo("/src/include/x.h:3:1: not ready");
            assertThat(outcome.built()).isEmpty();
            assertThat(outcome.quiet()).isFalse();
        }
    }

    @Test
    void theFinishedConfigurationSaysWhetherItIsWorthIt() throws Exception {
        try (SmallKernel kernel = new SmallKernel(dir.resolve("linux"))) {
            KernelTree tree = tree(kernel);
            FileBuild.Outcome outcome = build().compile(
                            tree,
                            recipe("CONFIG_MORE=y"),
                            recipe(),
                            List.of("fs/good.c"),
                            config -> "it says " + config.replace('\n', ' ').strip(),
                            dir.resolve("log"));
            assertThat(outcome.lack()).isEqualTo("it says CONFIG_USUAL=y CONFIG_MORE=y");
            assertThat(outcome.built()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "fs/good.c, 1",
        "include/linux/new.h, 1",
        "Documentation/new.rst, 1",
        "MAINTAINERS, 1",
        "fs/Kconfig, 2",
        "fs/Makefile, 2",
        "scripts/kconfig/conf.c, 2",
        "scripts/cc-version.sh, 2",
    })
    void aConfigurationIsMadeAnewWhereSomethingOfItChanged(String changed, int times) throws Exception {
        try (SmallKernel kernel = new SmallKernel(dir.resolve("linux"))) {
            KernelTree first = tree(kernel);
            String text = changed.equals("fs/Makefile") ? "obj-y += good.o\n" : "/* new */\n";
            KernelTree second = kernel.obtain(kernel.commit("three", Map.of(changed, text)), cache());
            for (KernelTree each : List.of(first, second, second)) {
                assertThat(compile(each, recipe(), List.of("fs/good.c")).built())
                        .containsExactly("fs/good.c");
            }
            assertThat(configured()).isEqualTo("once\n".repeat(times));
        }
    }

    @Test
    void aConfigurationThatIsNotAsItWasLeftIsMadeAnew() throws Exception {
        try (SmallKernel kernel = new SmallKernel(dir.resolve("linux"))) {
            KernelTree tree = tree(kernel);
            compile(tree, recipe(), List.of("fs/good.c"));
            Files.writeString(objects().resolve(".config"), "CONFIG_MORE=y\n");
            assertThat(compile(tree, recipe(), List.of("fs/more.c")).built()).isEmpty();
            assertThat(configured()).isEqualTo("once\nonce\n");
        }
    }

    private String configured() throws Exception {
        return Files.readString(objects().resolve("configured"));
    }

    private Path objects() throws Exception {
        try (var folders = Files.list(dir.resolve("cache/objects"))) {
            return folders.filter(f -> f.toString().endsWith("-files"))
                    .findFirst()
                    .orElseThrow()
                    .resolve("obj");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "fs/a.c, true",
        "fs/b.c, false",
        "fs/sub/in.c, true",
        "fs/sub/not.c, false",
        "fs/off/any.c, false",
        "fs/plain/part.c, true",
        "fs/plain/other.c, false",
        "arch/x86/lib/copy.c, true",
        "odd/x.c, true",
    })
    void aFileIsBuiltWhereItsFoldersListIt(String file, boolean built) throws Exception {
        Files.createDirectories(dir.resolve("fs"));
        Files.createDirectories(dir.resolve("arch/x86"));
        Files.writeString(dir.resolve("fs/Makefile"), "obj-$(CONFIG_OFF) += off/\n");
        Files.writeString(dir.resolve("arch/x86/Kbuild"), "obj-y += kernel/\n");
        KbuildLists lists = KbuildLists.read(
                dir,
                List.of(
                        "kharness-list fs: a.o c.o plain/part.o sub/",
                        "kharness-list fs/sub: in.o",
                        "kharness-list fs/off: any.o",
                        "kharness-list arch/x86: kernel/",
                        "kharness-list arch/x86/lib: copy.o",
                        "make: something else"));
        assertThat(lists.builds(file)).isEqualTo(built);
    }

    private FileBuild.Outcome compile(KernelTree tree, KernelRecipe recipe, List<String> files) {
        return build().compile(tree, recipe, recipe(), files, config -> "", dir.resolve("log"));
    }

    private static KernelRecipe recipe(String... items) {
        return new KernelRecipe(List.of(), List.of(items), new TreeMap<>(), List.of());
    }
}
