/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kharness.progress.Progress;

class BuildLogTest {
    @TempDir
    Path folder;

    @Test
    void everyStepHasItsOwnFirstError() {
        try (BuildLog log = new BuildLog(folder.resolve("log"), Progress.NONE, List.of("/src/"), 0)) {
            Stream.of(
                            "/src/scripts/x.c:1:1: error: before any step",
                            "  CC [M]  fs/a.o",
                            "/src/fs/a.c:2:3: error: first",
                            "/src/fs/a.c:4:3: error: second",
                            "make[2]: *** [Makefile:5: fs/a.o] Error 1",
                            "  CC      fs/b.o",
                            "/src/fs/b.c:7:1: warning: odd [-Wodd]",
                            "  CHECK   /src/fs/c.c",
                            "/src/fs/c.c:9:1: error: not understood")
                    .forEach(log::line);
            assertThat(log.errors())
                    .isEqualTo(Map.of(
                            "",
                            "scripts/x.c:1:1: before any step",
                            "CC fs/a.o",
                            "fs/a.c:2:3: first",
                            "CHECK /src/fs/c.c",
                            "fs/c.c:9:1: not understood"));
            assertThat(log.firstError()).isEqualTo("scripts/x.c:1:1: before any step");
        }
    }

    static Stream<Arguments> logs() {
        return Stream.of(
                Arguments.of(
                        "the first of several compiler errors",
                        """
                          CC      mm/example.o
                        In file included from /src/mm/example.c:3:
                        /src/mm/example.c:40:9: warning: unused variable 'x' [-Wunused-variable]
                        /src/mm/example.c:41:5: error: expected ';' before '}' token
                        /src/mm/example.c:50:1: error: control reaches end [-Werror=return-type]
                        make[3]: *** [/src/scripts/Makefile.build:250: mm/example.o] Error 1
                        """,
                        "mm/example.c:41:5: error-free text: expected ';' before '}' token"),
                Arguments.of(
                        "a path that goes up from the object folder",
                        "../include/linux/example.h:7:10: fatal error: none.h: No such file or directory\n",
                        "include/linux/example.h:7:10: none.h: No such file or directory"),
                Arguments.of("a linker error with a place", """
                          LD      .tmp_vmlinux1
                        ld: mm/example.o: in function `example':
                        /src/mm/example.c:12: undefined reference to `nothing'
                        make: *** [Makefile:250: __sub-make] Error 2
                        """, "mm/example.c:12: undefined reference to `nothing'"),
                Arguments.of(
                        "a linker error without debug information",
                        "ld: mm/example.c:(.text+0x1f): undefined reference to `nothing'\n",
                        "mm/example.c:(.text+0x1f): undefined reference to `nothing'"),
                Arguments.of(
                        "a Makefile error",
                        "/src/Makefile:77: *** missing separator.  Stop.\n",
                        "Makefile:77: missing separator.  Stop."),
                Arguments.of("a Kconfig error", "/src/mm/Kconfig:9: syntax error\n", "mm/Kconfig:9: syntax error"),
                Arguments.of(
                        "modpost",
                        "ERROR: modpost: \"nothing\" [drivers/example.ko] undefined!\n",
                        "\"nothing\" [drivers/example.ko] undefined!"),
                Arguments.of(
                        "a missing program",
                        "/bin/sh: 1: awk: not found\nmake[2]: *** [/src/x:255: a.o] Error 127\n",
                        "awk: not found"),
                Arguments.of(
                        "only that make gave up",
                        "make[2]: *** [/src/scripts/Makefile.build:255: a.o] Error 2\nmake: *** [b] Error 2\n",
                        "[/src/scripts/Makefile.build:255: a.o] Error 2"),
                Arguments.of("no error", "  CC      a.o\nscripts/kconfig/conf  --olddefconfig Kconfig\n", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("logs")
    void findsTheFirstError(String what, String text, String expected) {
        try (BuildLog log = log(Progress.NONE)) {
            text.lines().forEach(log::line);

            assertThat(log.firstError()).as(what).isEqualTo(expected.replace("error-free text: ", ""));
        }
    }

    @Test
    void countsStepsAndWritesEverything() throws IOException {
        List<String> counts = new ArrayList<>();
        Progress progress = new Progress() {
            @Override
            public void detail(String text) {
                counts.add(text);
            }

            @Override
            public void count(int done, int total) {
                counts.add(done + "/" + total);
            }
        };
        try (BuildLog log = log(progress)) {
            log.line("make[1]: Entering directory '/obj'");
            log.line("  CC      init/main.o");
            log.line("  CC [M]  drivers/example.o");
            log.line("  LD      vmlinux.o");
            log.line("  915 | int example(void) { return nothing; }");

            assertThat(log.steps()).isEqualTo(3);
        }
        assertThat(counts).containsExactly("1/2", "init/main.o", "2/2", "drivers/example.o", "3/3", "vmlinux.o");
        assertThat(Files.readAllLines(folder.resolve("build.log"))).hasSize(5);
    }

    private BuildLog log(Progress progress) {
        return new BuildLog(folder.resolve("build.log"), progress, List.of("/src/", "/obj/"), 2);
    }
}
