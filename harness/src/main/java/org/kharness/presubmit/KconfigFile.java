/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The symbols that one Kconfig file has entries for (kernel documentation, kbuild/kconfig-language). Conditions are not worked
 * out: that is for the kernel's own scripts.
 */
record KconfigFile(List<Entry> entries) {
    private static final Pattern BEGIN = Pattern.compile("(?:menu)?config\\s+(?<symbol>\\w+)\\s*(?:#.*)?");
    /** What ends an entry and its help. */
    private static final Pattern OTHER =
            Pattern.compile("(?:choice|endchoice|menu|endmenu|if|endif|source|comment|mainmenu)\\b.*");

    private static final Pattern TYPE = Pattern.compile("(?<type>(?:def_)?(?:bool|tristate))\\b\\s*(?<rest>.*)");
    private static final Pattern PROMPT = Pattern.compile("prompt\\s+[\"'].*");
    private static final Pattern SELECT = Pattern.compile("select\\s+(?<symbol>\\w+).*");
    private static final Pattern HELP = Pattern.compile("(?:help|---help---)\\s*");

    KconfigFile {
        entries = List.copyOf(entries);
    }

    /** What a symbol can be. */
    enum Type {
        BOOL,
        TRISTATE,
        /** A number or a text, or of no type told in this entry. */
        OTHER
    }

    /**
     * An entry.
     *
     * @param symbol without CONFIG_
     * @param asked true if a user can set it, as it has a prompt
     * @param chosen true for one of a choice, of which only one can be on
     * @param selects what it turns on by itself
     * @param first its first line, from 1
     * @param last its last line
     */
    record Entry(String symbol, Type type, boolean asked, boolean chosen, List<String> selects, int first, int last) {
        Entry {
            selects = List.copyOf(selects);
        }
    }

    static KconfigFile parse(String text) {
        Reader reader = new Reader();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            reader.line(number, line);
        }
        reader.end(number);
        return new KconfigFile(reader.entries);
    }

    /** Goes through a file. */
    private static final class Reader {
        private final List<Entry> entries = new ArrayList<>();
        private final List<String> selects = new ArrayList<>();
        private String symbol = "";
        private Type type = Type.OTHER;
        private boolean asked;
        private boolean choice;
        private boolean help;
        private int first;
        private int indent;

        void line(int number, String line) {
            String text = line.strip();
            int depth = line.length() - line.stripLeading().length();
            Matcher begin = BEGIN.matcher(text);
            boolean inHelp = help && (text.isEmpty() || depth > indent);
            if (!inHelp && begin.matches()) {
                end(number - 1);
                symbol = begin.group("symbol");
                first = number;
                indent = depth;
            } else if (!inHelp && OTHER.matcher(text).matches()) {
                end(number - 1);
                choice = text.startsWith("choice") || (choice && !text.startsWith("endchoice"));
            } else if (!inHelp && !symbol.isEmpty()) {
                attribute(text);
            }
        }

        private void attribute(String text) {
            Matcher is = TYPE.matcher(text);
            Matcher select = SELECT.matcher(text);
            help = HELP.matcher(text).matches();
            if (is.matches()) {
                type = is.group("type").endsWith("bool") ? Type.BOOL : Type.TRISTATE;
                asked |= is.group("rest").matches("[\"'].*");
            } else if (select.matches()) {
                selects.add(select.group("symbol"));
            }
            asked |= PROMPT.matcher(text).matches();
        }

        void end(int last) {
            if (!symbol.isEmpty()) {
                entries.add(new Entry(symbol, type, asked, choice, selects, first, last));
            }
            symbol = "";
            type = Type.OTHER;
            asked = false;
            help = false;
            selects.clear();
        }
    }
}
