/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.SmallKernel;
import org.kharness.cache.Cache;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.TreeChange;

/** What is derived from a series on small made-up trees. */
class TouchedSymbolsTest {
    private static final String C = """
            #include <linux/x.h>
            #ifdef CONFIG_OUTER
            int a;
            # if defined(CONFIG_INNER) || defined(CONFIG_MOD_MODULE)
            int b;
            # elif IS_ENABLED(CONFIG_OTHERWISE)
            int c;
            # else
            int d;
            # endif
            int e;
            #endif
            int f;
            int g;
            int h;
            int i;
            \tif (IS_ENABLED(CONFIG_ASKED) && CONFIG_NUMBER > 3)
            \t\tg();
            """;

    private static final String KCONFIG = """
            # CONFIG_COMMENT
            config FIRST
            \tbool "first"
            \tselect HIDDEN if X86
            \thelp
            \t  config NONE is a word of the help
            \t  select NOTHING

            menuconfig SECOND
            \ttristate "second"
            \tdepends on FIRST
            choice
            \tprompt "one of"
            config ONE
            \tbool "one"
            config TWO
            \tbool "two"
            endchoice
            config HIDDEN
            \tbool
            config LEVEL
            \tint "level"
            if SECOND
              config INDENTED
                def_tristate m
                prompt "indented"
            endif
            """;

    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({
        "1, ''",
        "3, OUTER",
        "5, OUTER INNER MOD",
        "7, OUTER INNER MOD OTHERWISE",
        "9, OUTER INNER MOD OTHERWISE",
        "11, OUTER",
        "13, ''",
    })
    void conditionsAroundAnEditCount(int line, String symbols) {
        assertThat(TouchedSymbols.conditions(C, lines(line, line), lines(1, 0))).containsExactly(words(symbols));
    }

    @ParameterizedTest
    @CsvSource({"1, 2, OUTER", "13, 16, ''", "15, 18, ASKED", "3, 6, INNER MOD OTHERWISE"})
    void conditionsNearAnEditCount(int from, int to, String symbols) {
        assertThat(TouchedSymbols.conditions(C, lines(1, 0), lines(from, to))).containsExactly(words(symbols));
    }

    @ParameterizedTest
    @CsvSource({"1, ''", "2, FIRST", "7, FIRST", "11, SECOND", "12, ''", "15, ONE", "19, HIDDEN", "25, INDENTED"})
    void anEditedEntryOfKconfigCounts(int line, String symbols) {
        assertThat(TouchedSymbols.entries(KCONFIG, lines(line, line))).containsExactly(words(symbols));
    }

    @Test
    void anEntryTellsWhatItsSymbolCanBe() {
        assertThat(KconfigFile.parse(KCONFIG).entries().stream()
                        .map(e -> e.symbol() + " " + e.type() + (e.asked() ? " asked" : "")
                                + (e.chosen() ? " chosen" : "") + " " + e.selects()))
                .containsExactly(
                        "FIRST BOOL asked [HIDDEN]",
                        "SECOND TRISTATE asked []",
                        "ONE BOOL asked chosen []",
                        "TWO BOOL asked chosen []",
                        "HIDDEN BOOL []",
                        "LEVEL OTHER []",
                        "INDENTED TRISTATE asked []");
    }

    @ParameterizedTest
    @CsvSource({
        "fs/dax.c, FS_DAX",
        "fs/open.c, ''",
        "fs/xfs/xfs_super.c, XFS_FS",
        "fs/xfs/xfs_rt.c, XFS_RT XFS_FS",
        "fs/xfs/libxfs/xfs_ag.c, XFS_FS",
        "fs/xfs/xfs_notify.c, FS_DAX MEMORY_FAILURE XFS_FS",
        "fs/xfs/nowhere.c, ''",
        "lib/mod.c, MOD",
    })
    void theMakefilesTellWhatAFileDependsOn(String file, String symbols) {
        Map<String, String> tree = Map.of(
                "Kbuild", "obj-y += fs/ lib/\n",
                "fs/Makefile",
                        "obj-y := open.o \\\n\tread.o # dax.o\nobj-$(CONFIG_FS_DAX)\t+= dax.o\nobj-$(CONFIG_XFS_FS) += xfs/\n",
                "fs/xfs/Makefile",
                        "obj-$(CONFIG_XFS_FS) += xfs.o\nxfs-y += xfs_super.o $(addprefix libxfs/, \\\n xfs_ag.o \\\n )\n"
                                + "xfs-$(CONFIG_XFS_RT) += xfs_rt.o\nifeq ($(CONFIG_MEMORY_FAILURE),y)\n"
                                + "xfs-$(CONFIG_FS_DAX) += xfs_notify.o\nendif\n",
                "lib/Makefile", "obj-$(subst m,y,$(CONFIG_MOD)) += mod.o\n");
        KbuildFiles kbuild = new KbuildFiles(path -> Optional.ofNullable(tree.get(path)));
        assertThat(kbuild.symbols(file)).containsExactly(words(symbols));
    }

    @Test
    void whatMattersIsDerivedFromTheSeries() throws Exception {
        Map<String, String> first = new HashMap<>();
        first.put("Kbuild", "obj-y += fs/\n");
        first.put("fs/Makefile", "obj-$(CONFIG_FS_DAX) += dax.o\nobj-y += open.o other.o\n");
        first.put("fs/Kconfig", KCONFIG);
        first.put("fs/dax.c", "#include <linux/dax.h>\nint dax;\n");
        first.put("fs/open.c", "#include <linux/dax.h>\nint o;\n");
        first.put("fs/other.c", "int other;\n");
        first.put("mm/mf.c", "#include <linux/dax.h>\nint mf;\n");
        first.put("include/linux/dax.h", "#ifdef CONFIG_DAX\nint d;\n#endif\n");
        Map<String, String> second = new HashMap<>();
        second.put("fs/dax.c", "#include <linux/dax.h>\n#ifdef CONFIG_DEBUG_DAX\nint debug;\n#endif\nint dax;\n");
        second.put("include/linux/dax.h", "#ifdef CONFIG_DAX\n#endif\n");
        second.put("tools/testing/x.c", "int x;\n");
        second.put("fs/a b.c", "int ab;\n");
        String usual = "CONFIG_FS_DAX=y\nCONFIG_DAX=m\nCONFIG_HZ=\"250\"\n# CONFIG_DEBUG_DAX is not set\n";
        ConfigurationPlan plan = plan(first, second, List.of(), usual);
        assertThat(plan.lines())
                .containsExactly(
                        "configuration usual: as the run's own kernel",
                        "configuration off:FS_DAX: without CONFIG_FS_DAX",
                        "configuration on:DEBUG_DAX: with CONFIG_DEBUG_DAX",
                        "configuration off:DAX: without CONFIG_DAX",
                        "configuration modules: all of the touched folders' options on, as modules where they can be",
                        "configuration 32bit: for 32-bit x86",
                        "configuration w1: as usual, with make W=1, patch by patch",
                        "configuration sparse: as usual, looked at by sparse (make C=2), patch by patch",
                        "compiled in each: fs/dax.c fs/open.c",
                        "patch by patch: the files that the patch has a part in, before it and after it",
                        "fs/a b.c: left out, as make does not take such a name");
        assertThat(plan.folderLines())
                .containsExactly("CONFIG_MODULES=y", "CONFIG_FIRST=y", "CONFIG_INDENTED=m", "CONFIG_SECOND=m");
        assertThat(plan(first, second, Configuration.list("w1,off:NONE"), usual).configurations())
                .isEqualTo(Configuration.list("w1,off:NONE"));
    }

    @Test
    void aHeadersUsersAreLookedForWhereTheSeriesIsAndThenEverywhere() throws Exception {
        Map<String, String> first = new HashMap<>();
        first.put("include/linux/far.h", "int far;\n");
        first.put("fs/near.h", "int near;\n");
        first.put("arch/arm/mm/far.c", "#include <linux/far.h>\n");
        first.put("lib/far.c", "#include <linux/far.h>\n");
        for (int i = 10; i < 22; i++) {
            first.put("fs/user" + i + ".c", "#include \"near.h\"\n");
        }
        ConfigurationPlan plan = plan(
                first,
                Map.of(
                        "include/linux/far.h",
                        "int far2;\n",
                        "fs/near.h",
                        "int near2;\n",
                        "fs/user21.c",
                        "int u;\n#include \"near.h\"\n"),
                List.of(),
                "");
        assertThat(plan.objects().files().get(0)).isEqualTo("fs/user21.c");
        assertThat(plan.objects().files())
                .hasSize(1 + TouchedObjects.MOST_OF_A_HEADER + 1)
                .contains("lib/far.c");
        assertThat(plan.objects().notes())
                .containsExactly("fs/near.h: of the files that include it directly 9 are compiled, 3 are left out");
    }

    @Test
    void whatIsTooMuchIsToldAsLeftOut() throws Exception {
        String many = IntStream.range(10, 24)
                .mapToObj(i -> "#ifdef CONFIG_S" + i + "\nint s" + i + ";\n#endif\n")
                .collect(Collectors.joining());
        ConfigurationPlan plan = plan(Map.of("fs/a.c", "int a;\n"), Map.of("fs/a.c", "int a;\n" + many), List.of(), "");
        assertThat(plan.configurations()).hasSize(ConfigurationPlan.MOST_SYMBOLS + 5);
        assertThat(plan.notes())
                .containsExactly(
                        "on:S22: left out, as there are 12 before it", "on:S23: left out, as there are 12 before it");
    }

    private ConfigurationPlan plan(
            Map<String, String> first, Map<String, String> second, List<Configuration> given, String usual)
            throws Exception {
        try (SmallKernel kernel = new SmallKernel(dir.resolve("linux" + given.size()))) {
            Cache cache = Cache.at(dir.resolve("cache"));
            KernelTree base = kernel.obtain(kernel.commit("one", first), cache);
            KernelTree tip = kernel.obtain(kernel.commit("two", second), cache);
            return ConfigurationPlan.of(given, tip, TreeChange.between(base, tip), usual);
        }
    }

    private static SortedSet<Integer> lines(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    private static String[] words(String text) {
        return Stream.of(text.split(" ")).filter(w -> !w.isEmpty()).toArray(String[]::new);
    }
}
