/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What stands before the message of a line: log level, time, caller id (kernel/printk/printk.c, print_prefix), or what
 * syslog, journald and {@code dmesg -T} put there.
 */
final class LinePrefix {
    /** printk's own time, with what Amlogic, dmesg -d, HiSilicon, LG and HTC put into the brackets. */
    private static final Pattern TIMED = Pattern.compile(
            "^(?:<\\d{1,3}>)?\\[ *\\+?(\\d+\\.\\d{3,9})(?:@\\d+[^\\]]{0,6}| *< *\\d+\\.\\d+>|s| / \\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d+)?\\]"
                    + "(?: ?\\[ *([TC]\\d+)(?:@C?\\d+)?\\])?(?: |$)?(?:c\\d{1,2} +(?:\\d+ (?= *\\S)|(?=\\S)))?(?:<\\d>(?=[^\\s.]))?");

    /**
     * The task that a phone's kernel printed in: "[3: mount: 411] " with an I before it in interrupts (Samsung,
     * Qualcomm), "-(3)[411:mount]" (MediaTek), "[pid:411,cpu3,mount]" (HiSilicon).
     */
    private static final Pattern VENDOR = Pattern.compile(
            "^ {0,2}(?:\\[\\d{4}:\\d\\d:\\d\\d \\d\\d:\\d\\d:\\d\\d\\])?(?:[A-Z]?\\[ *\\d+: *(?<comm>[^\\]]{1,32}?): *(?<pid>\\d+)\\]"
                    + "|(?:<\\d>)?[.-]?\\(\\d+\\)\\[(?<pid2>\\d+):(?<comm2>[^\\]]*)\\]|\\[pid:(?<pid3>\\d+),cpu\\d+,(?<comm3>[^\\]]*)\\]"
                    + "|\\[\\d{8}_\\d\\d:\\d\\d:\\d\\d\\.\\d+\\]@\\d+|\\[\\d\\](?= ))(?: |(?=\\S)|$)");
    /** What a time or a vendor's mark that comes once more begins with. */
    private static final Pattern AGAIN = Pattern.compile("^ ?(?:<\\d>)?(?=\\[ *\\d+\\.\\d{3,9}[\\]s@])");

    private static final Pattern CALLER = Pattern.compile("^\\[ *([TC]\\d+)\\] ?");
    private static final Pattern LEVEL = Pattern.compile("^<\\d{1,3}>(?=[^\\s>])");
    private static final Pattern QUOTED =
            Pattern.compile("^ *(?:[>|]+ )*[>|]+(?:$| |(?=\\[ *\\d+\\.\\d|<\\d>|\\[?\\p{L}{3} |\\d{4}-\\d\\d-))");
    private static final Pattern LOGGER = Pattern.compile("^(?:(?:"
            + Resource.lines("line-prefixes.txt").stream()
                    .filter(line -> !line.isEmpty())
                    .collect(Collectors.joining("|"))
            + ") ?(?: +(?=kern *:|\\[ *\\d+\\.))?)+");
    private static final Pattern INSIDE =
            Pattern.compile("(?:<\\d>)?\\[ {0,4}\\d{1,6}\\.\\d{6}\\](?:\\[ *[TC]\\d+\\])? ");

    /** A record of /dev/kmsg, which netconsole sends as it is (Documentation/networking/netconsole.rst). */
    private static final Pattern RECORD = Pattern.compile(
            "^(?:\\d+\\.\\d[\\w.+~-]*,)?\\d{1,4},\\d+,(\\d{1,15}),[-c+](?:,caller=([TC]\\d+))?(?:,[^;]*)?;");

    private static final String RESULT = "- {\"dt\": \"";
    private static final String MESSAGE = "\"msg\": \"";

    private static final double MICROS = 1e6;
    private static final int LOGGER_WIDTH = 100;
    private static final char UNBREAKABLE = 0xa0;
    private static final int CPU_DIGITS = 3;

    private LinePrefix() {}

    /** The line without prefix, colours, carriage returns and other control characters. */
    static ConsoleLine strip(int number, String raw) {
        String text = unquote(clean(raw));
        if (text.startsWith(RESULT)) {
            text = message(text);
        } else if (JournalRecord.mayBe(text)) {
            ConsoleLine record = JournalRecord.read(number, text);
            if (record != null) {
                return record;
            }
        }
        String bare = text.substring(blanks(text));
        if (mayHaveLogger(bare)) {
            Matcher logger = LOGGER.matcher(bare);
            if (logger.find()) {
                text = bare.substring(logger.end()).stripLeading();
            }
        }
        if (!text.isEmpty() && Character.isDigit(text.charAt(0))) {
            Matcher record = RECORD.matcher(text);
            if (record.find()) {
                String caller = record.group(2) == null ? "" : record.group(2);
                double time = Double.parseDouble(record.group(1)) / MICROS;
                return new ConsoleLine(number, time, caller, text.substring(record.end()));
            }
        }
        return timed(number, text);
    }

    /** True for a line as syslog and journald write it, "DATE HOST kernel: TEXT". */
    static boolean logged(String raw) {
        int tag = raw.indexOf(" kernel: ");
        return tag > 0 && tag < LOGGER_WIDTH && raw.charAt(0) != '[';
    }

    /** The message in a line of a LAVA test job's results, which are YAML. */
    private static String message(String text) {
        int from = text.indexOf(MESSAGE);
        int to = text.lastIndexOf('"');
        return from < 0 || to < from + MESSAGE.length()
                ? text
                : text.substring(from + MESSAGE.length(), to)
                        .replace("\\\"", "\"")
                        .replace("\\t", "\t")
                        .replace("\\\\", "\\");
    }

    /**
     * The pieces of a line into which the kernel printed: user space's unfinished line first, then each message with
     * its own time. One piece where nothing of the kind is seen.
     */
    static List<ConsoleLine> split(ConsoleLine line) {
        String text = line.text();
        if (text.indexOf("] ") < 0 || text.indexOf('[', 1) < 0 || !mayHaveTime(text)) {
            return List.of(line);
        }
        Matcher m = INSIDE.matcher(text);
        if (!m.find()) {
            return List.of(line);
        }
        List<ConsoleLine> parts = new ArrayList<>();
        if (m.start() > 0) {
            parts.add(new ConsoleLine(line.number(), line.time(), line.caller(), text.substring(0, m.start())));
        }
        int from = m.start();
        while (m.find()) {
            parts.add(timed(line.number(), text.substring(from, m.start())));
            from = m.start();
        }
        parts.add(timed(line.number(), text.substring(from)));
        return parts;
    }

    /** False for nearly all lines with brackets in them, without a pattern's cost. */
    private static boolean mayHaveTime(String text) {
        for (int at = text.indexOf('['); at >= 0; at = text.indexOf('[', at + 1)) {
            int next = at + 1;
            while (next < text.length() && text.charAt(next) == ' ') {
                next++;
            }
            if (next < text.length() && isNumber(text, next, next + 1)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The line without the marks by which mails and bug trackers quote. A mark that belongs to the line, such as the one
     * before KASAN's shadow bytes, has no blank after it.
     */
    private static String unquote(String text) {
        int blanks = blanks(text);
        if (blanks == text.length() || (text.charAt(blanks) != '>' && text.charAt(blanks) != '|')) {
            return text;
        }
        return QUOTED.matcher(text).replaceFirst("");
    }

    /** A log that is indented as a whole is one all the same. */
    private static ConsoleLine timed(int number, String text) {
        if (!text.isEmpty() && (text.charAt(0) == ' ' || text.charAt(0) == '\t')) {
            String bare = text.stripLeading();
            ConsoleLine line = bare.startsWith("[") || bare.startsWith("<") ? atMargin(number, bare) : null;
            return line == null || Double.isNaN(line.time()) ? new ConsoleLine(number, Double.NaN, "", text) : line;
        }
        return atMargin(number, text);
    }

    private static ConsoleLine atMargin(int number, String text) {
        if (text.isEmpty() || (text.charAt(0) != '[' && text.charAt(0) != '<')) {
            return new ConsoleLine(number, Double.NaN, "", text);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ConsoleLine usual = UsualLine.read(number, bytes, 0, bytes.length);
        if (usual != null) {
            return usual;
        }
        Matcher m = TIMED.matcher(text);
        if (m.find()) {
            String caller = m.group(2) == null ? "" : m.group(2);
            double time = Double.parseDouble(m.group(1));
            return vendors(new ConsoleLine(number, time, caller, text.substring(afterHost(text, m.end()))));
        }
        String rest = LEVEL.matcher(text).replaceFirst("");
        Matcher caller = CALLER.matcher(rest);
        return caller.find()
                ? new ConsoleLine(number, Double.NaN, caller.group(1), rest.substring(caller.end()))
                : new ConsoleLine(number, Double.NaN, "", rest);
    }

    /** The line without a phone vendor's mark and without a second time. */
    private static ConsoleLine vendors(ConsoleLine line) {
        Matcher m = VENDOR.matcher(line.text());
        String caller = line.caller();
        String text = line.text();
        if (m.find()) {
            for (String which : List.of("", "2", "3")) {
                String pid = m.group("pid" + which);
                caller = pid == null ? caller : m.group("comm" + which).strip() + "/" + pid;
            }
            text = text.substring(m.end());
        }
        Matcher again = AGAIN.matcher(text);
        if (!again.find()) {
            return new ConsoleLine(line.number(), line.time(), caller, text);
        }
        ConsoleLine inner = atMargin(line.number(), text.substring(again.end()));
        return inner.caller().isEmpty() ? new ConsoleLine(line.number(), inner.time(), caller, inner.text()) : inner;
    }

    /**
     * Where the message begins: between time and message real-time kernels put the CPU, and {@code journalctl -o
     * short-monotonic} puts "host kernel: ".
     */
    static int afterHost(String text, int from) {
        if (text.startsWith(": ", from + CPU_DIGITS) && isNumber(text, from, from + CPU_DIGITS)) {
            return from + CPU_DIGITS + 2;
        }
        int host = text.indexOf(' ', from);
        return host > from && text.startsWith("kernel: ", host + 1) ? host + 1 + "kernel: ".length() : from;
    }

    private static boolean isNumber(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** How many blanks the text begins with. */
    static int blanks(String text) {
        int n = 0;
        while (n < text.length() && text.charAt(n) == ' ') {
            n++;
        }
        return n;
    }

    private static boolean mayHaveLogger(String text) {
        if (text.length() < 8) {
            return false;
        }
        char c = text.charAt(0);
        if (c == '[') {
            return Character.isUpperCase(text.charAt(1))
                    || text.charAt(1) == '<'
                    || text.charAt(5) == '-'
                    || text.charAt(3) == ':';
        }
        return c == '<'
                ? text.startsWith(">1 ", 2) || text.startsWith(">1 ", 3)
                : (c >= '0' && c <= '9')
                        || (Character.isLetter(c)
                                && (text.charAt(2) == ' ' || text.charAt(3) == ' ' || text.charAt(4) == ' '))
                        || text.startsWith("/kernel", 1)
                        || text.startsWith("kern");
    }

    /**
     * Drops terminal escapes (ECMA-48 control sequences) and control characters but tabs, and makes blanks of the
     * unbreakable ones that mail programs put in.
     */
    private static String clean(String raw) {
        int i = 0;
        int n = raw.length();
        while (i < n && printable(raw.charAt(i))) {
            i++;
        }
        if (i == n) {
            return raw;
        }
        if (i == n - 1 && raw.charAt(i) == '\r') {
            return raw.substring(0, i);
        }
        StringBuilder out = new StringBuilder(n).append(raw, 0, i);
        while (i < n) {
            char c = raw.charAt(i);
            if (c == 0x1b) {
                i = afterEscape(raw, i + 1);
            } else {
                if (printable(c)) {
                    out.append(c);
                } else if (c == UNBREAKABLE) {
                    out.append(' ');
                }
                i++;
            }
        }
        return out.toString();
    }

    /** Tabs and whatever is no control character, of either half of ISO 8859-1, and no unbreakable blank. */
    private static boolean printable(char c) {
        return c == '\t' || (c >= ' ' && (c < 0x7f || c > UNBREAKABLE));
    }

    private static int afterEscape(String raw, int at) {
        int n = raw.length();
        if (at >= n) {
            return n;
        }
        char kind = raw.charAt(at);
        int i = at + 1;
        if (kind == '[') {
            while (i < n && raw.charAt(i) < '@' && raw.charAt(i) >= ' ') {
                i++;
            }
            return Math.min(n, i + 1);
        }
        if (kind == ']') {
            while (i < n && raw.charAt(i) != 7 && raw.charAt(i) != 0x1b) {
                i++;
            }
            return i < n && raw.charAt(i) == 0x1b ? Math.min(n, i + 2) : Math.min(n, i + 1);
        }
        return kind == '(' || kind == ')' ? Math.min(n, i + 1) : i;
    }
}
