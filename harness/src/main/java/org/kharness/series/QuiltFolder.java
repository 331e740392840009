/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.failure.InputException;
import org.kharness.series.diff.PatchId;
import org.kharness.series.diff.Raw;
import org.kharness.series.mail.MailDate;
import org.kharness.series.mail.MailReader;
import org.kharness.series.mail.Messages;
import org.kharness.series.mail.PatchMail;

/** A quilt folder: patches and the file {@code series} that orders them (quilt(1)). */
final class QuiltFolder {
    private static final Pattern STRIP = Pattern.compile("-p\\s*(\\d+)");
    private static final Pattern FIELD =
            Pattern.compile("(?m)^(Subject|Description|From|Author|Date|Last-Update): *(.*)$");

    private static final Pattern DIFF = Pattern.compile("(?m)^(diff |Index: |--- \\S)");
    private static final Pattern COMMENT = Pattern.compile("(?:^|(?<=\\s))#");
    private static final Pattern CARRIED = Pattern.compile("(?m)^(?:---|\\+\\+\\+) .*\r$", Pattern.UNIX_LINES);

    private QuiltFolder() {}

    /** True if the folder holds a series file. */
    static boolean isOne(Path folder) {
        return Files.isRegularFile(folder.resolve("series"));
    }

    /**
     * Reads the series.
     *
     * @throws InputException if a patch is missing, lies elsewhere, or has options that are not supported
     */
    static PatchSeries read(String id, Path folder) {
        List<String> notes = new ArrayList<>();
        List<Patch> patches = new ArrayList<>();
        String text = Raw.utf8(Raw.of(MailFiles.read(folder.resolve("series"))));
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            Patch patch = entry(folder, folder.resolve("series") + ":" + number, line, notes);
            if (patch != null) {
                patches.add(patch);
            }
        }
        if (patches.isEmpty()) {
            throw new InputException(folder.resolve("series") + ": names no patch");
        }
        List<Patch> numbered = new ArrayList<>();
        for (Patch patch : patches) {
            numbered.add(patch.at(numbered.size() + 1, patches.size()));
        }
        return new PatchSeries(id, numbered, notes, BaseInfo.NONE);
    }

    private static @org.jspecify.annotations.Nullable Patch entry(
            Path folder, String place, String line, List<String> notes) {
        Matcher hash = COMMENT.matcher(line);
        int comment = hash.find() ? hash.start() : -1;
        String words = (comment < 0 ? line : line.substring(0, comment)).strip();
        if (comment >= 0 && line.substring(comment).matches("\\s*#[+-]\\S.*")) {
            notes.add(place + ": guard ignored: " + line.substring(comment).strip());
        }
        List<String> names = new ArrayList<>();
        int strip = 1;
        boolean reverse = false;
        for (String word : words.isEmpty()
                ? new String[0]
                : words.replaceAll("-p\\s+(\\d)", "-p$1").split("\\s+")) {
            Matcher p = STRIP.matcher(word);
            if (p.matches()) {
                strip = Integer.parseInt(p.group(1));
            } else if (word.equals("-R") || word.equals("--reverse")) {
                reverse = true;
            } else if (word.startsWith("+") || (word.startsWith("-") && names.isEmpty())) {
                notes.add(place + ": guard ignored: " + word);
            } else if (word.startsWith("-") && !word.equals("-pab")) {
                throw new InputException(place + ": the option " + word + " is not supported");
            } else if (!word.startsWith("-")) {
                names.add(word);
            }
        }
        if (names.isEmpty()) {
            return null;
        }
        Patch patch = patch(folder, place, names.get(0), strip);
        return reverse ? patch.reversed() : patch;
    }

    private static Patch patch(Path folder, String place, String name, int strip) {
        Path file = folder.resolve(name).normalize();
        if (name.startsWith("/") || !file.startsWith(folder.normalize())) {
            throw new InputException(place + ": " + name + " is not inside the folder");
        }
        if (!Files.isRegularFile(file)) {
            throw new InputException(place + ": " + name + " is missing");
        }
        String raw = Raw.of(MailFiles.read(file));
        // As with patch(1): where the very headers end in CR, the file was carried through a system that put them
        // there;
        // else the CRs belong to the files that are changed
        boolean carried = CARRIED.matcher(raw).find();
        return patch(file.toString(), name, carried ? raw.replace("\r\n", "\n") : raw, strip);
    }

    /** A patch whose header may be a mail's, Debian's (DEP-3), plain text or nothing. */
    static Patch patch(String origin, String name, String raw, int strip) {
        int start = diffStart(raw);
        String head = Raw.utf8(raw.substring(0, start));
        PatchMail mail = MailReader.read(raw);
        String subject = mail.subject();
        String message = mail.message();
        if (subject.isEmpty()) {
            String described = field(head, "Subject", field(head, "Description", ""));
            subject = described.isEmpty() ? name : Messages.cleanSubject(described);
            message = Messages.stripSpace(subject + "\n\n" + head);
        }
        String author = field(head, "From", field(head, "Author", ""));
        OffsetDateTime date = MailDate.parse(mail.date().isEmpty() ? field(head, "Last-Update", "") : mail.date())
                .orElse(OffsetDateTime.ofInstant(Instant.EPOCH, ZoneOffset.UTC));
        boolean known = !mail.authorName().isEmpty() || author.isEmpty();
        PatchMail from = known ? mail : MailReader.read("From: " + author + "\n\n");
        String diff = raw.substring(start);
        return new Patch(
                1,
                1,
                subject,
                from.authorName().isEmpty() ? "unknown" : from.authorName(),
                from.authorEmail(),
                date,
                message,
                diff,
                strip,
                false,
                mail.messageId(),
                PatchId.of(diff),
                false,
                origin);
    }

    private static int diffStart(String raw) {
        Matcher start = DIFF.matcher(raw);
        return start.find() ? start.start() : raw.length();
    }

    private static String field(String head, String name, String other) {
        Matcher field = FIELD.matcher(head);
        while (field.find()) {
            if (field.group(1).equals(name)) {
                return field.group(2).strip();
            }
        }
        return other;
    }
}
