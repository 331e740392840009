/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A mail for a person to finish and send: what failed, below the lines of the patch that it is about. */
public final class ReplyDraft {
    private static final Pattern PLACE = Pattern.compile("^(?<file>[^\\s:]+):(?<line>\\d{1,9}): .*");
    private static final Pattern HUNK = Pattern.compile("^@@ -\\d+(?:,\\d+)? \\+(?<line>\\d{1,9})(?:,\\d+)? @@.*");

    private ReplyDraft() {}

    /**
     * A patch and what was found about it.
     *
     * @param number place in the series, from 1
     * @param patch as git format-patch writes it; empty where it did not apply
     */
    public record Reviewed(int number, int total, String subject, String author, String patch, List<Check> checks) {
        public Reviewed {
            checks = List.copyOf(checks);
        }

        boolean failed() {
            return checks.stream().anyMatch(c -> c.outcome() == Check.Outcome.FAIL);
        }
    }

    /**
     * Writes the draft.
     *
     * @param kernel what it was tried on
     * @param scenarios what failed when the whole series was run, a line each
     */
    public static String write(String kernel, List<Reviewed> patches, List<String> scenarios) {
        StringBuilder mail = new StringBuilder();
        List<Reviewed> failed = patches.stream().filter(Reviewed::failed).toList();
        mail.append("I tried this series on ").append(kernel).append(".\n");
        if (failed.isEmpty() && scenarios.isEmpty()) {
            return mail.append("Nothing failed.\n").toString();
        }
        failed.forEach(p -> about(p, mail));
        if (!scenarios.isEmpty()) {
            mail.append("\nWith the whole series applied:\n\n");
            scenarios.forEach(s -> mail.append("  ").append(s).append('\n'));
        }
        return mail.toString();
    }

    private static void about(Reviewed patch, StringBuilder mail) {
        mail.append("\n> [PATCH ")
                .append(patch.number())
                .append('/')
                .append(patch.total())
                .append("] ");
        mail.append(patch.subject()).append("\n> From: ").append(patch.author()).append('\n');
        Map<String, String> lines = added(patch.patch());
        for (Check check : patch.checks()) {
            if (check.outcome() != Check.Outcome.FAIL) {
                continue;
            }
            mail.append('\n').append(sentence(check)).append('\n');
            for (String detail : check.details()) {
                String quoted = quoted(detail, lines);
                mail.append('\n');
                if (quoted != null) {
                    mail.append("> +").append(quoted).append("\n\n");
                }
                mail.append("  ").append(detail).append('\n');
            }
        }
    }

    private static String sentence(Check check) {
        return switch (check.name()) {
            case "applies" -> "It does not apply:";
            case "builds" -> "It does not build with this patch as the last one:";
            case "warnings" -> "New warnings:";
            case "checkpatch" -> "checkpatch.pl says:";
            case "sign-off" -> "Sign-off:";
            case "fixes" -> "Fixes tags:";
            default -> check.name() + ":";
        };
    }

    private static @Nullable String quoted(String detail, Map<String, String> lines) {
        Matcher place = PLACE.matcher(detail);
        return place.matches() ? lines.get(place.group("file") + ":" + place.group("line")) : null;
    }

    /** The lines that a patch adds, by "file:line" as they are after it. */
    static Map<String, String> added(String patch) {
        Map<String, String> added = new HashMap<>();
        List<String> all = new ArrayList<>(patch.lines().toList());
        String file = "";
        int line = 0;
        for (String text : all) {
            Matcher hunk = HUNK.matcher(text);
            if (text.startsWith("+++ ")) {
                file = text.replaceFirst("^\\+\\+\\+ (b/)?", "").replaceFirst("\\t.*", "");
                line = 0;
            } else if (hunk.matches()) {
                line = Integer.parseInt(hunk.group("line"));
            } else if (line > 0 && text.startsWith("+")) {
                added.put(file + ":" + line, text.substring(1));
                line++;
            } else if (line > 0 && text.startsWith(" ")) {
                line++;
            }
        }
        return added;
    }
}
