/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.kharness.csource.CNode;
import org.kharness.csource.CSource;

/**
 * Puts mutants into a file, each guarded by its number. No line moves. The number is an int that the kernel's parameter
 * {@value #VARIABLE} holds, 0 for no mutant.
 */
final class Weaver {
    /** The variable, and the parameter under /sys/module/kernel/parameters. */
    static final String VARIABLE = "kharness_mutant";

    private static final String DECLARATION = "extern int " + VARIABLE + ";";

    private Weaver() {}

    /** A text that goes in at a place; at one place what ends there comes first, then what begins there. */
    private record Insertion(int at, boolean begins, int length, Edit.Form form, String text) {
        /** Of those that end at one place the shortest first, of those that begin there the longest. */
        static final Comparator<Insertion> ORDER = Comparator.comparingInt(Insertion::at)
                .thenComparing(Insertion::begins)
                .thenComparing(i -> i.begins ? -i.length : i.length)
                .thenComparing((a, b) -> a.begins ? a.form.compareTo(b.form) : b.form.compareTo(a.form));
    }

    /**
     * The file with mutants in it.
     *
     * @param mutants by their numbers, which are greater than 0
     */
    static String weave(CSource source, Map<Integer, Mutant> mutants) {
        List<Insertion> insertions = new ArrayList<>();
        mutants.forEach((number, mutant) -> mutant.edits().forEach(e -> {
            int length = e.node().end() - e.node().start();
            String guard = "(" + VARIABLE + " == " + number + ")";
            insertions.add(new Insertion(e.node().start(), true, length, e.form(), e.before(guard)));
            insertions.add(new Insertion(e.node().end(), false, length, e.form(), e.behind()));
        }));
        int first = insertions.stream().mapToInt(Insertion::at).min().orElse(0);
        StringBuilder woven = new StringBuilder(source.text());
        insertions.stream().sorted(Insertion.ORDER.reversed()).forEach(i -> woven.insert(i.at(), i.text()));
        if (!insertions.isEmpty()) {
            woven.insert(declarationPlace(source, first), DECLARATION);
        }
        return woven.toString();
    }

    /** An empty line behind the first of the includes; where there is none, just before the function. */
    private static int declarationPlace(CSource source, int before) {
        int place = -1;
        for (CNode node : source.root().children()) {
            if (node.start() >= before) {
                break;
            }
            if (node.kind().equals("preproc_include")) {
                int empty = source.text().indexOf("\n\n", node.end() - 1);
                place = place < 0 && empty >= 0 && empty < before ? empty + 1 : place;
            } else if (node.end() > before && place < 0) {
                place = node.start();
            }
        }
        return Math.max(place, 0);
    }

    /** What gives the number its home, at the end of a file that is in every kernel. */
    static String home(String file) {
        return file + "\nint " + VARIABLE + ";\nEXPORT_SYMBOL_GPL(" + VARIABLE + ");\ncore_param(" + VARIABLE + ", "
                + VARIABLE + ", int, 0644);\n";
    }
}
