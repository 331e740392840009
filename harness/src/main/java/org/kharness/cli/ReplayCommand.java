/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kharness.cli.TextTable.Cell;
import org.kharness.console.ConsoleLog;
import org.kharness.console.ConsoleLogs;
import org.kharness.evidence.EventChain;
import org.kharness.failure.InputException;
import org.kharness.plan.PlanReader;
import org.kharness.plan.Scenario;
import org.kharness.stage.KnownIssuesReader;
import org.kharness.stage.Verdicts;
import org.kharness.verdict.Judge;
import org.kharness.verdict.KnownIssues;
import org.kharness.verdict.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kharness replay}: judges saved console logs again, without a machine. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Judges saved console logs against a plan: the verdicts are those of the run that wrote them.")
final class ReplayCommand implements Callable<Integer> {
    private final CliContext context;

    @Parameters(paramLabel = "LOG", arity = "1..*", description = "console logs of a run")
    private List<Path> logs = new ArrayList<>();

    @Option(names = "--plan", paramLabel = "PLAN", required = true, description = "a plan under test-plans/ or a file")
    private String plan = "";

    @Option(
            names = "--known-issues",
            paramLabel = "FILE",
            description = "the list of known issues; \"none\" for none (default: test-plans/known-issues.yaml)")
    private @Nullable String knownIssues;

    @Option(names = "--json", description = "print the verdicts as JSON")
    private boolean json;

    ReplayCommand(CliContext context) {
        this.context = context;
    }

    /** A verdict, for {@code --json}. */
    private record Judged(String log, String scenario, String via, String verdict, String reason, boolean signed) {}

    @Override
    public Integer call() {
        List<Scenario> scenarios =
                new PlanReader().read(PlanFiles.named(plan, context.top())).scenarios();
        Path issues = PlanFiles.knownIssues(knownIssues, context.top());
        KnownIssues known = issues == null ? KnownIssues.NONE : KnownIssuesReader.read(issues);
        TextTable table = new TextTable(context.outTerminal(), "SCENARIO", "VIA", "VERDICT", "WHAT DECIDED");
        List<Verdict> verdicts = new ArrayList<>();
        List<Judged> judged = new ArrayList<>();
        boolean unsigned = false;
        for (Path file : logs) {
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw new InputException("cannot read the log " + file + ": no such readable file");
            }
            ConsoleLog log = ConsoleLogs.read(file);
            unsigned |= !log.events().isEmpty() && !EventChain.isSigned(log);
            String changed = ReportedDigest.difference(file);
            for (Scenario scenario : in(log, scenarios, file)) {
                Verdict verdict =
                        changed.isEmpty() ? Judge.judge(scenario, log, known) : Judge.distrusted(log, changed);
                verdicts.add(verdict);
                judged.add(new Judged(
                        file.toString(),
                        scenario.id(),
                        scenario.via(),
                        verdict.outcome().name(),
                        verdict.reason(),
                        EventChain.isSigned(log)));
                table.row(
                        Cell.of(scenario.id()),
                        Cell.of(scenario.via()),
                        Cell.of(
                                verdict.outcome().name(),
                                SummaryTable.tone(verdict.outcome().name())),
                        Cell.of(verdict.reason()));
            }
        }
        PrintWriter out = context.out();
        if (json) {
            out.println(AnswerArguments.indented(judged));
            out.flush();
            return Verdicts.exitCode(verdicts).code();
        }
        table.print(out);
        if (unsigned) {
            out.println(
                    "NOTE  a log's events are not signed: what a program in the guest may have written in their form is"
                            + " believed");
        }
        out.flush();
        return Verdicts.exitCode(verdicts).code();
    }

    /** The scenarios that a log began; for a guest that never began one, the scenario that the file is named for. */
    private static List<Scenario> in(ConsoleLog log, List<Scenario> scenarios, Path file) {
        List<String> begun = log.events().stream()
                .filter(e -> e.type().equals("begin"))
                .map(e -> e.fields().path("scenario").asText())
                .toList();
        String name = String.valueOf(file.getFileName()).replaceFirst("(\\.log)?(\\.gz)?$", "");
        List<String> wanted = begun.isEmpty() ? List.of(name) : begun;
        List<Scenario> found = new ArrayList<>();
        for (String id : wanted) {
            scenarios.stream()
                    .filter(s -> s.id().equals(Scenario.writtenId(id)))
                    .findFirst()
                    .map(s -> s.named(id))
                    .ifPresent(found::add);
        }
        if (found.isEmpty()) {
            throw new InputException(file + ": the plan has no scenario \"" + wanted.get(0) + "\"");
        }
        return found;
    }
}
