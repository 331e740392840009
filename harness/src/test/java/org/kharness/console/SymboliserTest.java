/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.console.KernelReport.Frame;
import org.kharness.failure.InputException;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.Command;
import org.kharness.process.CommandResult;

class SymboliserTest {
    private static final String SOURCE = """
            volatile int state;
            void sink(int value);

            static inline __attribute__((always_inline)) void poke(int value)
            {
                sink(value);
                state = value;
            }

            __attribute__((noinline)) void widget_tick(int value)
            {
                state = 1;
                poke(value);
                state = 2;
            }

            int start_kernel(void)
            {
                widget_tick(3);
                return state;
            }

            __attribute__((noinline)) void sink(int value)
            {
                state = value + 1;
            }
            """;

    @TempDir
    private Path dir;

    private Path vmlinux = Path.of("");

    @BeforeEach
    void compile() throws IOException {
        vmlinux = dir.resolve("vmlinux");
        Path source = dir.resolve("init/main.c");
        Files.createDirectories(dir.resolve("init"));
        Files.writeString(source, SOURCE);
        assumeTrue(compiled(source), "no C compiler here");
    }

    @Test
    void addsPlacesAndInlinedFunctions() {
        KernelReport report = report(new Frame("widget_tick", callOfSink(), "", "", false, true));

        try (Symboliser symboliser = Symboliser.open(vmlinux)) {
            assertThat(symboliser.symbolise(report).frames())
                    .extracting(Frame::function, Frame::source, Frame::inlined)
                    .containsExactly(
                            tuple("poke", "init/main.c:6", true), tuple("widget_tick", "init/main.c:13", false));
        }
    }

    /** The instruction pointer's place is that of the instruction itself, and the report's where it has none. */
    @Test
    void tellsWhereTheInstructionPointerWas() {
        KernelReport report = new KernelReport(
                ReportType.OOPS,
                "Oops in widget_tick",
                "widget_tick",
                "",
                "",
                "",
                -1,
                List.of(new Frame("widget_tick", "0x0/" + callOfSink().split("/", 2)[1], "", "", false, true)),
                List.of(),
                1,
                2,
                "",
                "s",
                false,
                false);

        try (Symboliser symboliser = Symboliser.open(vmlinux)) {
            KernelReport told = symboliser.symbolise(report);

            assertThat(symboliser.tellsLines()).isTrue();
            assertThat(told.place()).startsWith("init/main.c:1");
            assertThat(told.pointer()).extracting(Frame::source).containsExactly(told.place());
        }
    }

    @Test
    void readsModulesOfAFolder() {
        Path module = dir.resolve("drivers/my-widget.ko");
        assertThat(dir.resolve("drivers").toFile().mkdirs()).isTrue();
        Command.of(
                        "gcc",
                        "-g",
                        "-O1",
                        "-c",
                        "-o",
                        module.toString(),
                        dir.resolve("init/main.c").toString())
                .runOrFail();
        Frame frame = new Frame("widget_tick", callOfSink(), "my_widget", "", false, true);

        try (Symboliser symboliser = Symboliser.open(vmlinux, dir)) {
            assertThat(symboliser.symbolise(report(frame)).frames())
                    .extracting(Frame::function, Frame::module, Frame::source)
                    .containsExactly(
                            tuple("poke", "my_widget", "init/main.c:6"),
                            tuple("widget_tick", "my_widget", "init/main.c:13"));
        }
    }

    @Test
    void leavesFramesOfAnotherBuildAlone() {
        Frame foreign = new Frame("widget_tick", "0x4/0xfff", "", "", false, true);
        Frame unknown = new Frame("gadget_tick", "0x4/0x10", "", "", false, false);
        Frame module = new Frame("widget_tick", callOfSink(), "widget", "", false, true);

        try (Symboliser symboliser = Symboliser.open(vmlinux)) {
            assertThat(symboliser.symbolise(report(foreign, unknown, module)).frames())
                    .containsExactly(foreign, unknown, module);
        }
    }

    @Test
    void refusesWhatIsNoVmlinux() throws IOException {
        Path text = Files.writeString(dir.resolve("text"), "hello");

        assertThatThrownBy(() -> Symboliser.open(text))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("symbols");
        assertThatThrownBy(() -> Symboliser.open(dir.resolve("absent"))).isInstanceOf(InputException.class);
    }

    private boolean compiled(Path source) {
        try {
            return Command.of(
                            "gcc",
                            "-g",
                            "-O1",
                            "-nostdlib",
                            "-static",
                            "-Wl,-e,start_kernel",
                            "-o",
                            vmlinux.toString(),
                            source.toString())
                    .run()
                    .ok();
        } catch (SurroundingsException e) {
            return false;
        }
    }

    /** The place right after widget_tick's call, as a call trace prints it. */
    private String callOfSink() {
        long start = 0;
        long size = 0;
        CommandResult symbols = Command.of("nm", "-S", vmlinux.toString()).runOrFail();
        for (String line : symbols.output().lines().toList()) {
            if (line.endsWith(" widget_tick")) {
                start = Long.parseLong(line.split(" ", -1)[0], 16);
                size = Long.parseLong(line.split(" ", -1)[1], 16);
            }
        }
        CommandResult code = Command.of("objdump", "-d", "--no-show-raw-insn", vmlinux.toString())
                .runOrFail();
        List<String> lines = code.output().lines().toList();
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (lines.get(i).contains("<sink>") && lines.get(i).contains("call")) {
                long after = Long.parseLong(lines.get(i + 1).strip().split(":", 2)[0], 16);
                return "0x" + Long.toHexString(after - start) + "/0x" + Long.toHexString(size);
            }
        }
        throw new AssertionError("no call of sink in " + lines);
    }

    private static KernelReport report(Frame... frames) {
        return new KernelReport(
                ReportType.WARNING,
                "WARNING in widget_tick",
                "widget_tick",
                "",
                "",
                "",
                -1,
                List.of(),
                List.of(frames),
                1,
                2,
                "",
                "s",
                false,
                false);
    }
}
