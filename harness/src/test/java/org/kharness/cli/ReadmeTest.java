/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kharness.process.Cleanup;

/** The documentation: its commands exist with these options, its links lead somewhere. */
class ReadmeTest {
    private static final Path TOP = Path.of("..");
    private static final Pattern COMMAND = Pattern.compile("^\\./kharness +([^#|>&\\n]+)", Pattern.MULTILINE);
    private static final Pattern IN_A_SCRIPT = Pattern.compile("kharness}?\"? (presubmit [^|<\\n]+)");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)");

    static Stream<String> commands() throws IOException {
        List<String> commands = new ArrayList<>();
        for (Path page : pages()) {
            Matcher matcher = COMMAND.matcher(Files.readString(page));
            while (matcher.find()) {
                commands.add(matcher.group(1).strip());
            }
        }
        try (Stream<Path> files = Files.list(TOP.resolve("docs/ci"))) {
            for (Path file : files.toList()) {
                Matcher matcher = IN_A_SCRIPT.matcher(Files.readString(file));
                assertThat(matcher.find()).as(file.toString()).isTrue();
                commands.add(matcher.group(1).replace("\"", "").strip());
            }
        }
        return commands.stream().filter(c -> !c.equals("check")).distinct();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandParses(String command) {
        String[] arguments = Stream.of(command.split(" +", -1))
                .map(a -> a.replaceAll("^'|'$", ""))
                .toArray(String[]::new);
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        CliContext context =
                new CliContext(nowhere, nowhere, Terminal.PLAIN, Terminal.PLAIN, new Cleanup(), TOP.toAbsolutePath());
        assertThat(Main.commandLine(context).parseArgs(arguments).hasSubcommand())
                .isTrue();
    }

    @Test
    void theTwoMainCommandsComeFirst() throws IOException {
        Matcher matcher = COMMAND.matcher(Files.readString(TOP.resolve("README.md")));
        assertThat(matcher.results().map(r -> r.group(1).strip()).limit(2)).containsExactly("run", "check");
    }

    @Test
    void everyLinkToAFileLeadsSomewhere() throws IOException {
        for (Path page : pages()) {
            assertThat(LINK.matcher(Files.readString(page)).results().map(r -> r.group(1)))
                    .as(page.toString())
                    .allSatisfy(link -> assertThat(page.resolveSibling(link)).exists());
        }
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(TOP.resolve("README.md"), TOP.resolve("reports/README.md")));
        Path docs = TOP.resolve("docs");
        if (Files.isDirectory(docs)) {
            try (var files = Files.walk(docs)) {
                files.filter(f -> f.toString().endsWith(".md")).forEach(pages::add);
            }
        }
        return pages;
    }
}
