/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kharness.cli.TextTable.Cell;
import org.kharness.failure.ExitCode;
import org.kharness.failure.InputException;
import org.kharness.plan.PlanReader;
import org.kharness.plan.PlanWriter;
import org.kharness.plan.Scenario;
import org.kharness.plan.TestPlan;
import org.kharness.stage.KnownIssuesReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kharness plan}: what plans hold, without running them. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Lists, shows and checks plans.")
final class PlanCommand {
    private final CliContext context;

    PlanCommand(CliContext context) {
        this.context = context;
    }

    /** Lists plans, or the scenarios of one. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the plans, or the scenarios of one, with every matrix expanded.")
    int list(
            @Parameters(
                            paramLabel = "PLAN",
                            arity = "0..1",
                            description = "a plan under test-plans/ or a file; without: all plans")
                    @Nullable
                    String plan,
            @Option(names = "--json", description = "print the same as JSON") boolean json) {
        if (json) {
            context.out().println(AnswerArguments.indented(plan == null ? plans() : scenarios(plan)));
            context.out().flush();
            return 0;
        }
        TextTable table;
        if (plan == null) {
            table = new TextTable(context.outTerminal(), "PLAN", "SCENARIOS", "TITLE");
            for (Path file : files()) {
                TestPlan p = new PlanReader().read(file);
                table.row(
                        Cell.of(p.name()),
                        Cell.right(Integer.toString(p.scenarios().size())),
                        Cell.of(p.title()));
            }
        } else {
            table = new TextTable(context.outTerminal(), "SCENARIO", "VIA", "PROVES", "TITLE");
            for (Scenario s : read(plan).scenarios()) {
                table.row(
                        Cell.of(s.id()),
                        Cell.of(s.via()),
                        Cell.of(String.join(
                                ",", s.proves().stream().map(String::valueOf).toList())),
                        Cell.of(s.title()));
            }
        }
        return print(table);
    }

    /** Shows one scenario as it will be run. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows a scenario as it will be run: defaults filled in, matrix values in place.")
    int show(
            @Parameters(paramLabel = "PLAN", description = "a plan under test-plans/ or a file") String plan,
            @Parameters(paramLabel = "SCENARIO", description = "its id, as plan list shows it") String id) {
        Scenario scenario = read(plan).scenarios().stream()
                .filter(s -> s.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new InputException("the plan " + plan + " has no scenario \"" + id + "\""));
        try {
            context.out().print(PlanWriter.yaml(scenario));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        context.out().flush();
        return 0;
    }

    /** Checks plans and the list of known issues. */
    @Command(
            name = "lint",
            mixinStandardHelpOptions = true,
            description = "Checks plans, and the list of known issues, without running anything.")
    int lint(
            @Parameters(
                            paramLabel = "PLAN",
                            arity = "0..*",
                            description = "plans under test-plans/ or files; without: all of test-plans/")
                    @Nullable
                    List<String> plans,
            @Option(names = "--json", description = "print what is wrong as JSON") boolean json) {
        List<Path> given = plans == null || plans.isEmpty()
                ? files()
                : plans.stream().map(p -> PlanFiles.named(p, context.top())).toList();
        List<Linted> linted =
                new ArrayList<>(given.stream().map(PlanCommand::linted).toList());
        if (plans == null || plans.isEmpty()) {
            Path known = Objects.requireNonNull(PlanFiles.knownIssues(null, context.top()));
            int issues = KnownIssuesReader.read(known).issues().size();
            linted.add(new Linted(String.valueOf(known.getFileName()), issues, "issues", List.of()));
        }
        if (json) {
            context.out().println(AnswerArguments.indented(linted));
        } else {
            linted.forEach(this::tell);
        }
        context.out().flush();
        boolean wrong = linted.stream().anyMatch(l -> !l.problems().isEmpty());
        return (wrong ? ExitCode.USAGE : ExitCode.PASS).code();
    }

    private static Linted linted(Path file) {
        List<String> problems = new PlanReader().problems(file);
        int scenarios =
                problems.isEmpty() ? new PlanReader().read(file).scenarios().size() : 0;
        return new Linted(String.valueOf(file.getFileName()), scenarios, "scenarios", problems);
    }

    private void tell(Linted linted) {
        linted.problems().forEach(p -> context.err().println("kharness: " + p));
        if (linted.problems().isEmpty()) {
            context.out().println(linted.file() + ": " + linted.number() + " " + linted.what() + ", all well-formed");
        }
    }

    /**
     * A file that was checked, for {@code --json}.
     *
     * @param number of what it holds; 0 if something is wrong
     * @param what it holds, "scenarios" or "issues"
     * @param problems what is wrong, each with its place
     */
    record Linted(String file, int number, String what, List<String> problems) {}

    /** A plan, for {@code --json}. */
    record Listed(String plan, int scenarios, String title) {}

    /** A scenario, for {@code --json}. */
    record ListedScenario(String id, String via, List<Integer> proves, List<String> tags, String title) {}

    private List<Listed> plans() {
        return files().stream()
                .map(f -> new PlanReader().read(f))
                .map(p -> new Listed(p.name(), p.scenarios().size(), p.title()))
                .toList();
    }

    private List<ListedScenario> scenarios(String plan) {
        return read(plan).scenarios().stream()
                .map(s ->
                        new ListedScenario(s.id(), s.via(), List.copyOf(s.proves()), List.copyOf(s.tags()), s.title()))
                .toList();
    }

    private int print(TextTable table) {
        table.print(context.out());
        context.out().flush();
        return 0;
    }

    private TestPlan read(String plan) {
        return new PlanReader().read(PlanFiles.named(plan, context.top()));
    }

    private Path folder() {
        return context.top().resolve("test-plans");
    }

    private List<Path> files() {
        try {
            return PlanFiles.plans(folder());
        } catch (IOException e) {
            throw new InputException("cannot read " + folder() + ": " + e.getMessage(), e);
        }
    }
}
