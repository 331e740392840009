/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kharness.apply.AppliedSeries;
import org.kharness.apply.PatchOutcome;
import org.kharness.cli.Terminal.Style;

/** Shows what became of a series. */
final class SeriesPrinter {
    private final CliContext context;

    SeriesPrinter(CliContext context) {
        this.context = context;
    }

    /** Writes all series as JSON. */
    void json(List<AppliedSeries> series) {
        try {
            context.out()
                    .println(JsonMapper.builder()
                            .build()
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(
                                    series.stream().map(SeriesPrinter::describe).toList()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain maps and strings can be written", e);
        }
    }

    /** Writes one series as a table, a line per patch. */
    void table(AppliedSeries series) {
        TextTable table = new TextTable(context.outTerminal(), "#", "state", "subject", "evidence");
        for (PatchOutcome patch : series.patches()) {
            table.row(
                    TextTable.Cell.right(String.valueOf(patch.number())),
                    TextTable.Cell.of(words(patch.state()), style(patch.state())),
                    TextTable.Cell.of(patch.subject()),
                    TextTable.Cell.of(patch.evidence().lines().findFirst().orElse("")));
        }
        context.out().println(series.id() + " on " + series.base().source());
        table.print(context.out());
        series.patches().stream()
                .filter(p -> p.evidence().contains("\n"))
                .forEach(p -> context.out().println("patch " + p.number() + ": " + p.evidence()));
        if (!series.result().commit().equals(series.base().commit())) {
            context.out()
                    .println("commit " + series.result().commit() + " in "
                            + series.result().repository());
        }
    }

    private static Style style(PatchOutcome.State state) {
        return switch (state) {
            case CONFLICTS, PARTLY_THERE -> Style.BAD;
            case APPLIED_BY_3WAY, APPLIED_WITH_FUZZ, RESOLVED_BY_HAND, EMPTY -> Style.WARNING;
            default -> Style.GOOD;
        };
    }

    private static String words(PatchOutcome.State state) {
        return state.word();
    }

    private static Map<String, Object> describe(AppliedSeries series) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("series", series.id());
        one.put("kernel", series.base().source());
        one.put("base_commit", series.base().commit());
        one.put("commit", series.result().commit());
        one.put("tree", series.result().tree());
        one.put(
                "patches",
                series.patches().stream().map(SeriesPrinter::describe).toList());
        return one;
    }

    private static Map<String, Object> describe(PatchOutcome patch) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("n", patch.number());
        one.put("subject", patch.subject());
        one.put("patch_id", patch.patchId());
        one.put("state", patch.state().word());
        one.put("evidence", patch.evidence());
        one.put("commit", patch.commit());
        return one;
    }
}
