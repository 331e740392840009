/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.kharness.cli.Terminal.Style;

/** A table in plain columns, two blanks between them; the last column is never padded. */
final class TextTable {
    private final Terminal terminal;
    private final List<List<Cell>> rows = new ArrayList<>();

    TextTable(Terminal terminal, String... titles) {
        this.terminal = terminal;
        rows.add(Arrays.stream(titles).map(t -> Cell.of(t, Style.DIM)).toList());
    }

    /** One cell: text on one line, its style, and the side it stands on. */
    record Cell(String text, @Nullable Style style, boolean right) {
        Cell {
            text = StageState.printable(text.replace('\n', ' '));
        }

        static Cell of(String text) {
            return new Cell(text, null, false);
        }

        static Cell of(String text, Style style) {
            return new Cell(text, style, false);
        }

        static Cell right(String text) {
            return new Cell(text, null, true);
        }

        private int width() {
            return text.codePointCount(0, text.length());
        }
    }

    void row(Cell... cells) {
        rows.add(List.of(cells));
    }

    void print(PrintWriter out) {
        int columns = rows.get(0).size();
        int[] widths = IntStream.range(0, columns)
                .map(c -> rows.stream().mapToInt(r -> r.get(c).width()).max().orElse(0))
                .toArray();
        for (List<Cell> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < columns; c++) {
                append(line, row.get(c), c == columns - 1 ? 0 : widths[c]);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private void append(StringBuilder line, Cell cell, int width) {
        if (!line.isEmpty()) {
            line.append("  ");
        }
        String padding = " ".repeat(Math.max(0, width - cell.width()));
        Style style = cell.style();
        String text = style == null ? cell.text() : terminal.style(style, cell.text());
        line.append(cell.right() ? padding + text : text + padding);
    }
}
