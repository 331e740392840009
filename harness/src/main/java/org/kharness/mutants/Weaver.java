/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.kharness.csource.CNode;
import org.kharness.csource.CSource;

/**
 * Puts mutants into a file, each guarded by its number. No line moves. Those are on whose numbers are written to the kernel's
 * parameter {@value #VARIABLE}, separated by commas; 0 for none. A guard that is executed marks its number in {@value #REACHED},
 * whether its mutant is on or not.
 */
final class Weaver {
    /** The variable, and the parameter under /sys/module/kernel/parameters. */
    static final String VARIABLE = "kharness_mutant";

    /** What was executed: the parameter tells a digit of 16 for four numbers, 0 the lowest, and forgets when it is written to. */
    static final String REACHED = "kharness_reached";

    /** A parameter is told on a page at most (fs/sysfs/file.c), four numbers a digit. */
    static final int MOST = 4 * 4000;

    private static final String DECLARATION = "extern unsigned char " + VARIABLE + "[], " + REACHED + "[];";

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
            String guard = "(" + REACHED + "[" + number + "] = 1, " + VARIABLE + "[" + number + "])";
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

    /**
     * What gives the number and the marks their home, at the end of a file that is in every kernel.
     *
     * @param highest the highest number of a mutant
     */
    static String home(String file, int highest) {
        int size = (highest / 4 + 1) * 4;
        return file
                + """

                unsigned char MUTANT[SIZE], REACHED[SIZE];
                EXPORT_SYMBOL_GPL(MUTANT);
                EXPORT_SYMBOL_GPL(REACHED);
                static int MUTANT_set(const char *val, const struct kernel_param *kp)
                {
                	memset(MUTANT, 0, SIZE);
                	while (*val) {
                		char *end;
                		unsigned long n = simple_strtoul(val, &end, 10);

                		if (n > 0 && n < SIZE)
                			MUTANT[n] = 1;
                		val = end + !!*end;
                	}
                	return 0;
                }
                static const struct kernel_param_ops MUTANT_ops = { .set = MUTANT_set };
                __module_param_call("", MUTANT, &MUTANT_ops, NULL, 0200, -1, 0);
                static int REACHED_get(char *buffer, const struct kernel_param *kp)
                {
                	int i, n = 0;

                	for (i = 0; i < SIZE; i += 4)
                		buffer[n++] = "0123456789abcdef"[REACHED[i] | REACHED[i + 1] << 1 | REACHED[i + 2] << 2 |
                						REACHED[i + 3] << 3];
                	buffer[n++] = '\\n';
                	return n;
                }
                static int REACHED_set(const char *val, const struct kernel_param *kp)
                {
                	memset(REACHED, 0, SIZE);
                	return 0;
                }
                static const struct kernel_param_ops REACHED_ops = { .set = REACHED_set, .get = REACHED_get };
                __module_param_call("", REACHED, &REACHED_ops, NULL, 0644, -1, 0);
                """.replace("MUTANT", VARIABLE).replace("REACHED", REACHED).replace("SIZE", Integer.toString(size));
    }
}
