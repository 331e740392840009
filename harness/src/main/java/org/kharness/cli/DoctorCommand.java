/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.kharness.cache.Cache;
import org.kharness.cli.Terminal.Style;
import org.kharness.cli.TextTable.Cell;
import org.kharness.failure.ExitCode;
import org.kharness.host.Finding;
import org.kharness.host.HostProbe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kharness doctor}: answers 0 if a run would work here, else 125. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Tells what is there, what is missing, and what a run would use.")
final class DoctorCommand implements Callable<Integer> {
    private final CliContext context;

    @Option(names = "--json", description = "print the same as JSON")
    private boolean json;

    DoctorCommand(CliContext context) {
        this.context = context;
    }

    /** What {@code --json} prints: whether a run would work, and each thing that was looked for. */
    private record Diagnosis(boolean ok, List<Finding> findings) {}

    @Override
    public Integer call() throws JsonProcessingException {
        HostProbe host = new HostProbe(System.getenv());
        List<Finding> findings = host.findings(Cache.open().root());
        List<String> blocking =
                findings.stream().filter(Finding::blocks).map(Finding::what).toList();
        if (json) {
            JsonMapper mapper = JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build();
            context.out().println(mapper.writeValueAsString(new Diagnosis(blocking.isEmpty(), findings)));
        } else {
            print(findings, blocking);
        }
        return (blocking.isEmpty() ? ExitCode.PASS : ExitCode.CANNOT_TELL).code();
    }

    private void print(List<Finding> findings, List<String> blocking) {
        TextTable table = new TextTable(context.outTerminal(), "WHAT", "STATE", "FOUND", "WHAT FOR, OR WHAT TO DO");
        for (Finding finding : findings) {
            table.row(
                    Cell.of(finding.what()),
                    Cell.of(finding.state().name().toLowerCase(Locale.ROOT), tone(finding)),
                    Cell.of(finding.found()),
                    Cell.of(finding.advice()));
        }
        table.print(context.out());
        context.out().println();
        context.out()
                .println(
                        blocking.isEmpty()
                                ? "./kharness run would work here"
                                : "./kharness run would not work here: " + String.join(", ", blocking));
    }

    private static Style tone(Finding finding) {
        if (finding.state() == Finding.State.OK) {
            return Style.GOOD;
        }
        return finding.needed() ? Style.BAD : Style.WARNING;
    }
}
