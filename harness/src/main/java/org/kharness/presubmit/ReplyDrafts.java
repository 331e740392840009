/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kharness.series.PostedMail;

/**
 * Answers for a person to finish and send: one to each patch that failed or of which W=1 or sparse has something new to say,
 * which stands below the lines that it is about, and one to the series as a whole. Nothing is ever sent by us.
 */
public final class ReplyDrafts {
    private static final Pattern PLACE = Pattern.compile("^(?<file>[^\\s:]+):(?<line>\\d{1,9}): .*");
    private static final Pattern HUNK = Pattern.compile("^@@ -\\d+(?:,\\d+)? \\+(?<line>\\d{1,9})(?:,\\d+)? @@.*");
    private static final String ME = "YOUR NAME <YOUR ADDRESS>";

    private final Tried tried;
    private final List<Reviewed> patches;
    private final List<PostedMail> posted;

    private ReplyDrafts(Tried tried, List<Reviewed> patches, List<PostedMail> posted) {
        this.tried = tried;
        this.patches = patches;
        this.posted = posted;
    }

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

        boolean isTold() {
            return checks.stream().anyMatch(ReplyDrafts::isTold);
        }
    }

    /**
     * What was tried, in terms that others can follow.
     *
     * @param kernel what the series was applied to, such as "6.12.0, commit adc218676eef"
     * @param compiler such as "gcc 12.2.0"; empty where nothing was built
     * @param configuration the kernels' configuration in words
     * @param plan the test plan's name
     * @param failed what failed when the whole series was run, a line each
     * @param changes which scenarios changed their verdicts at which patch, a line each
     * @param command with which it can be tried again
     */
    public record Tried(
            String kernel,
            String compiler,
            String configuration,
            String plan,
            List<String> failed,
            List<String> changes,
            String command) {
        public Tried {
            failed = List.copyOf(failed);
            changes = List.copyOf(changes);
        }
    }

    /**
     * Writes the drafts.
     *
     * @param posted the mails that are answered; empty for a series that came in none
     * @return the mails by the names of their files: headers, an empty line, text
     */
    public static SortedMap<String, String> write(Tried tried, List<Reviewed> patches, List<PostedMail> posted) {
        ReplyDrafts drafts = new ReplyDrafts(tried, List.copyOf(patches), List.copyOf(posted));
        SortedMap<String, String> mails = new TreeMap<>(Map.of("0000-series.txt", drafts.series()));
        patches.stream()
                .filter(Reviewed::isTold)
                .forEach(p -> mails.put("%04d-patch.txt".formatted(p.number()), drafts.patch(p)));
        return mails;
    }

    /** What fails nothing is told where others have robots that tell it. */
    private static boolean isTold(Check check) {
        boolean byPatch = check.name().equals(Configuration.W1) || check.name().equals(Configuration.SPARSE);
        return check.outcome() == Check.Outcome.FAIL || (byPatch && check.outcome() == Check.Outcome.WARN);
    }

    private String series() {
        int total = patches.isEmpty() ? 0 : patches.get(0).total();
        String title = patches.isEmpty() ? "" : patches.get(0).subject();
        String author = patches.isEmpty() ? "" : patches.get(0).author();
        Optional<PostedMail> head = posted.stream().min(Comparator.comparingInt(PostedMail::number));
        StringBuilder mail = new StringBuilder(headers(head, subject(total > 1 ? 0 : 1, total, title), author));
        List<Reviewed> bad = patches.stream().filter(Reviewed::failed).toList();
        if (bad.isEmpty() && tried.failed().isEmpty()) {
            mail.append("Nothing failed.\n");
        }
        list("Patches with something to mend, each told in a mail of its own:", bad, mail);
        List<Reviewed> noted =
                patches.stream().filter(p -> p.isTold() && !p.failed()).toList();
        list(
                "Patches that fail nothing and bring something new to look at, each told in a mail of its own:",
                noted,
                mail);
        if (!tried.failed().isEmpty()) {
            mail.append(bad.isEmpty() && noted.isEmpty() ? "" : "\n").append("With the whole series applied:\n\n");
            tried.failed().forEach(s -> mail.append("  ").append(s).append('\n'));
        }
        if (!tried.changes().isEmpty()) {
            mail.append("\nPatch by patch:\n\n");
            tried.changes().forEach(s -> mail.append("  ").append(s).append('\n'));
        }
        boolean good = bad.isEmpty() && tried.failed().isEmpty();
        return mail.append(ran())
                .append(good ? "\nTested-by: " + ME + "\n" : reported())
                .toString();
    }

    private static void list(String about, List<Reviewed> patches, StringBuilder mail) {
        if (patches.isEmpty()) {
            return;
        }
        mail.append(mail.toString().endsWith("\n\n") ? "" : "\n").append(about).append("\n\n");
        patches.forEach(p -> mail.append("  ")
                .append(p.number())
                .append('/')
                .append(p.total())
                .append("  ")
                .append(p.subject())
                .append('\n'));
    }

    private String patch(Reviewed patch) {
        Optional<PostedMail> mine =
                posted.stream().filter(m -> m.number() == patch.number()).findFirst();
        StringBuilder mail = new StringBuilder(
                headers(mine, subject(patch.number(), patch.total(), patch.subject()), patch.author()));
        about(patch, mail);
        return mail.append(ran()).append(reported()).toString();
    }

    private static String subject(int number, int total, String title) {
        return total > 1 ? "[PATCH " + number + "/" + total + "] " + title : "[PATCH] " + title;
    }

    /** To who sent it, with everybody who got it; for a series that came in no mail as good as it can be told. */
    private static String headers(Optional<PostedMail> mail, String subject, String author) {
        StringBuilder head = new StringBuilder();
        field(head, "To", mail.map(PostedMail::from).orElse(author));
        mail.ifPresent(m -> field(
                head, "Cc", Stream.concat(m.to().stream(), m.cc().stream()).collect(Collectors.joining(", "))));
        String was = mail.map(PostedMail::subject).orElse(subject);
        field(head, "Subject", was.regionMatches(true, 0, "re:", 0, 3) ? was : "Re: " + was);
        mail.filter(m -> !m.messageId().isEmpty()).ifPresent(m -> {
            List<String> chain = new ArrayList<>(m.references());
            Collections.reverse(chain);
            chain.add(m.messageId());
            field(head, "In-Reply-To", "<" + m.messageId() + ">");
            field(head, "References", "<" + String.join("> <", chain) + ">");
        });
        return head.append('\n').toString();
    }

    /** What comes from a mail stays on its line. */
    private static void field(StringBuilder head, String name, String value) {
        String line = value.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        if (!line.isEmpty()) {
            head.append(name).append(": ").append(line).append('\n');
        }
    }

    private String ran() {
        String compiler = tried.compiler().isEmpty() ? "" : ", " + tried.compiler();
        return "\nTried on " + tried.kernel() + ", x86-64" + compiler + ", in " + tried.configuration()
                + ", with the test plan " + tried.plan()
                + ".\nTo try it again:\n\n  " + tried.command() + "\n";
    }

    /** As Documentation/process/5.Posting.rst and maintainers' test robots ask for it. */
    private static String reported() {
        return "\nIf this is mended by a patch of its own and not by a new version of this one, please add\n\nReported-by: "
                + ME + "\nCloses: https://lore.kernel.org/r/ID-OF-THIS-MAIL\n";
    }

    private static void about(Reviewed patch, StringBuilder mail) {
        Map<String, String> lines = added(patch.patch());
        String between = "";
        for (Check check : patch.checks()) {
            if (!isTold(check)) {
                continue;
            }
            mail.append(between).append(sentence(check)).append('\n');
            between = "\n";
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
            case Configuration.W1 -> "With make W=1 the compiler says of it, and did not before it:";
            case Configuration.SPARSE -> "sparse says of it, and did not before it:";
            case "checkpatch" -> "checkpatch.pl says:";
            case "sign-off" -> "Sign-off:";
            case "fixes" -> "Fixes tags:";
            case EachChecks.BOOTS -> "The kernel with this patch as the last one:";
            case EachChecks.SCENARIOS -> "With this patch as the last one, of the test plan:";
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
