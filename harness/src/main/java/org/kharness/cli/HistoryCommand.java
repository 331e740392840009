/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kharness.cli.TextTable.Cell;
import org.kharness.nightly.Change;
import org.kharness.nightly.Finding;
import org.kharness.nightly.Flake;
import org.kharness.nightly.NightHistory;
import org.kharness.nightly.Range;
import org.kharness.value.Glob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kharness history}: what the nights brought. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = "Shows what each night brought: new failures, what is fixed, what still fails and since when.")
final class HistoryCommand implements Callable<Integer> {
    private final CliContext context;

    @Option(names = "--config", paramLabel = "FILE", required = true, description = "as for nightly")
    private Path config = Path.of("");

    @Option(names = "--kernel", paramLabel = "GLOB", description = "the kernels whose name matches")
    private @Nullable String kernel;

    @Option(names = "--scenario", paramLabel = "GLOB", description = "the scenarios whose id matches")
    private @Nullable String scenario;

    @Option(
            names = "--nights",
            paramLabel = "N",
            defaultValue = "14",
            description = "how many nights, counted from the last (default: ${DEFAULT-VALUE})")
    private int nights;

    @Option(
            names = "--flakes",
            description = "instead: the scenarios that fail by chance, and how often, over all nights and kernels")
    private boolean flakes;

    @Option(names = "--json", description = "print the nights, or the scenarios, as JSON")
    private boolean json;

    HistoryCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Glob kernels = Glob.of(kernel);
        Glob scenarios = Glob.of(scenario);
        if (flakes) {
            return printFlakes(NightHistory.flakes(config).stream()
                    .filter(f -> scenarios.matches(f.scenario()))
                    .toList());
        }
        if (json) {
            context.out()
                    .println(AnswerArguments.indented(NightHistory.read(config, nights).stream()
                            .map(e -> new Listed(
                                    e.night().id(),
                                    e.night().finished() != null,
                                    e.runs(),
                                    listed(e.changes().stream()
                                            .filter(c -> kernels.matches(c.kernel()) && scenarios.matches(c.scenario()))
                                            .toList())))
                            .toList()));
            context.out().flush();
            return 0;
        }
        for (NightHistory.Entry entry : NightHistory.read(config, nights)) {
            List<Change> shown = entry.changes().stream()
                    .filter(c -> kernels.matches(c.kernel()) && scenarios.matches(c.scenario()))
                    .toList();
            context.out()
                    .println("night    " + entry.night().id()
                            + (entry.night().finished() == null ? " (not finished)" : "") + ", " + entry.runs()
                            + " runs");
            print(shown, context);
        }
        context.out().flush();
        return 0;
    }

    private int printFlakes(List<Flake> found) {
        if (json) {
            context.out().println(AnswerArguments.indented(found));
        } else if (found.isEmpty()) {
            context.out().println("nothing was seen to fail by chance");
        } else {
            TextTable table = new TextTable(
                    context.outTerminal(), "RATE", "FAILED", "TRIES", "NIGHTS", "KERNELS", "PLAN", "SCENARIO", "LAST");
            for (Flake f : found) {
                table.row(
                        Cell.of(f.percent()),
                        Cell.of(String.valueOf(f.failures())),
                        Cell.of(String.valueOf(f.tries())),
                        Cell.of(f.flaky() + " of " + f.nights()),
                        Cell.of(String.valueOf(f.kernels())),
                        Cell.of(f.plan()),
                        Cell.of(f.scenario()),
                        Cell.of(f.last()));
            }
            table.print(context.out());
        }
        context.out().flush();
        return 0;
    }

    /** A night, for {@code --json}. */
    private record Listed(String night, boolean finished, int runs, List<ListedChange> changes) {}

    /** A change, for {@code --json}; what is the same on several kernels has the same number of its finding. */
    record ListedChange(
            String what,
            int finding,
            String kernel,
            String plan,
            String scenario,
            String since,
            String detail,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Range range) {}

    /** The changes for {@code --json}. */
    static List<ListedChange> listed(List<Change> changes) {
        List<ListedChange> listed = new ArrayList<>();
        int number = 0;
        for (Finding finding : Finding.of(changes)) {
            number++;
            for (Change c : finding.places()) {
                listed.add(new ListedChange(
                        c.kind().words(),
                        number,
                        c.kernel(),
                        c.plan(),
                        c.scenario(),
                        c.since(),
                        c.detail(),
                        c.range()));
            }
        }
        return listed;
    }

    /** The changes as a table. */
    static void print(List<Change> changes, CliContext context) {
        if (changes.isEmpty()) {
            context.out().println("nothing failed, and nothing changed");
            context.out().println();
            return;
        }
        TextTable table = new TextTable(context.outTerminal(), "WHAT", "KERNEL", "PLAN", "SCENARIO", "SINCE", "DETAIL");
        for (Finding finding : Finding.of(changes)) {
            Cell what = Cell.of(
                    finding.kind().words(), NightlyCommand.tone(finding.places().get(0)));
            for (Change c : finding.places()) {
                table.row(
                        what,
                        Cell.of(c.kernel()),
                        Cell.of(c.plan()),
                        Cell.of(c.scenario()),
                        Cell.of(c.since()),
                        Cell.of(c.detail()));
                what = Cell.of("  the same");
            }
        }
        table.print(context.out());
        changes.forEach(c -> origin(c, context));
        context.out().println();
    }

    /** Between which kernels something came, the command that searches there, and what was found. */
    private static void origin(Change change, CliContext context) {
        Range range = change.range();
        if (range == null) {
            return;
        }
        String what = change.scenario().isEmpty() ? change.plan() : change.scenario();
        context.out().println("range    " + change.kernel() + ", " + what + ": " + range.inWords());
        if (!range.command().isEmpty()) {
            context.out().println("         " + range.command());
        }
        range.answer().lines().forEach(line -> context.out().println("         " + line));
    }
}
