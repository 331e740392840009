/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kharness.failure.InputException;
import org.kharness.series.diff.DiffParser;
import org.kharness.series.diff.DiffText;
import org.kharness.series.diff.PatchId;

/**
 * Mails in files: an mbox, a folder of single mails whatever their names, a Maildir, an MH folder; each file plain or packed
 * with gzip, xz or zstd.
 */
public final class MailFiles {
    private static final int LOOKED_AT = 4096;
    /** A diff up to this size is kept, */
    private static final int SHORT = 1 << 14;
    /** unless it is one of very many. */
    private static final int MOST_KEPT = 32 << 20;

    /** What a mail, an mbox or a patch begins with. */
    private static final Pattern MAIL =
            Pattern.compile("\\s*(>?From |[!-9;-~]+:|diff -|Index: |--- \\S|# HG changeset).*", Pattern.DOTALL);

    private static final Pattern WEB_PAGE = Pattern.compile(
            "\\s*(?:<\\?xml[^>]*>\\s*)?<(?:!doctype\\s+html|html)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private MailFiles() {}

    /**
     * How mails are read.
     *
     * @param scissors true to forget everything before a scissors line, as {@code git am --scissors}
     * @param keepCr true to keep CRLF line ends, as {@code git am --keep-cr}
     */
    public record Reading(boolean scissors, boolean keepCr) {
        /** As git reads them unless told otherwise. */
        public static final Reading PLAIN = new Reading(false, false);
    }

    /**
     * A mail and where it lies.
     *
     * @param mail the mail
     * @param origin file name, with a number where the file holds several
     * @param slice the mail as it is, without an mbox separator
     * @param hasDiff true if it carries a diff that git would take
     * @param patchId of its diff; empty where it has none
     */
    public record Found(PatchMail mail, String origin, Mbox.Slice slice, boolean hasDiff, String patchId) {
        /** The mail as it is, without an mbox separator. */
        public String raw() {
            return slice.raw();
        }
    }

    /** The mail that lies at a place. A diff that is not short is not kept: whoever wants it reads it again. */
    public static Found found(String origin, Mbox.Slice slice, Reading how) {
        PatchMail mail = MailReader.read(slice.raw(), how.scissors());
        String diff = mail.patch();
        boolean hasDiff = DiffParser.isDiff(diff);
        String patchId = hasDiff ? PatchId.of(diff) : "";
        boolean kept =
                slice.text().held() || (diff.length() <= SHORT && slice.text().length() <= MOST_KEPT);
        PatchMail light = kept ? mail : mail.with(new Again(slice, how.scissors()));
        return new Found(light, origin, slice, hasDiff, patchId);
    }

    /**
     * The diff of a mail that is read again each time.
     *
     * @param slice where the mail lies
     * @param scissors how it is read
     */
    private record Again(Mbox.Slice slice, boolean scissors) implements DiffText {
        @Override
        public String read() {
            return MailReader.patch(slice.raw(), scissors);
        }
    }

    /** The mails of one file. */
    public static List<Found> inFile(Path file) {
        return inFile(file, Reading.PLAIN);
    }

    /** The mails of one file. */
    public static List<Found> inFile(Path file, Reading how) {
        return inFile(file, file.toString(), how);
    }

    /** The mails of one file that messages call by another name. */
    public static List<Found> inFile(Path file, String name, Reading how) {
        return inText(name, MailText.in(file), how);
    }

    /** The mails that a stream holds, an mbox or a single mail. */
    public static List<Found> inStream(String name, InputStream in, Reading how) {
        return inText(name, unpack(name, in), how);
    }

    /** The mails of a text that is an mbox or a single mail. */
    public static List<Found> inText(String name, String raw) {
        return inText(name, MailText.of(raw), Reading.PLAIN);
    }

    /**
     * The mails of a text that is an mbox or a single mail.
     *
     * @throws InputException if it is a web page, or nothing
     */
    public static List<Found> inText(String name, MailText text, Reading how) {
        if (text.length() == 0) {
            throw new InputException(name + ": it is empty");
        }
        if (isWebPage(text)) {
            throw new InputException(name + ": a web page (HTML), not mails: save the thread as an mbox instead");
        }
        List<Mbox.Slice> mails = Mbox.split(text, how.keepCr());
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < mails.size(); i++) {
            String origin = mails.size() == 1 ? name : name + " (mail " + (i + 1) + ")";
            found.add(found(origin, mails.get(i), how));
        }
        return found;
    }

    /** True for HTML, as servers answer that want a person in front of a browser. */
    public static boolean isWebPage(MailText text) {
        return WEB_PAGE.matcher(start(text)).matches();
    }

    /** The mails of a folder: its files in the order of their names, or the messages of a Maildir. */
    public static List<Found> inFolder(Path folder) {
        return inFolder(folder, Reading.PLAIN);
    }

    /** The mails of a folder: its files in the order of their names, or the messages of a Maildir. */
    public static List<Found> inFolder(Path folder, Reading how) {
        List<Found> found = new ArrayList<>();
        for (Path file : filesOf(folder)) {
            MailText text = MailText.in(file);
            if (looksLikeMail(text)) {
                found.addAll(inText(file.toString(), text, how));
            }
        }
        return found;
    }

    private static boolean looksLikeMail(MailText text) {
        String start = start(text);
        int header = Math.max(start.indexOf("\n\n"), start.indexOf("\n\r\n"));
        return MAIL.matcher(start).matches() && (header < 0 ? start : start.substring(0, header)).indexOf('\0') < 0;
    }

    private static String start(MailText text) {
        return text.part(0, Math.min(LOOKED_AT, text.length()));
    }

    private static List<Path> filesOf(Path folder) {
        boolean maildir = Files.isDirectory(folder.resolve("cur")) || Files.isDirectory(folder.resolve("new"));
        List<Path> files = new ArrayList<>();
        if (maildir) {
            list(folder.resolve("cur"), files);
            list(folder.resolve("new"), files);
        } else {
            list(folder, files);
        }
        return files;
    }

    private static void list(Path folder, List<Path> files) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            entries.filter(Files::isRegularFile)
                    .filter(f -> !nameOf(f).startsWith("."))
                    .sorted((a, b) -> compareNames(nameOf(a), nameOf(b)))
                    .forEach(files::add);
        } catch (IOException e) {
            throw new InputException("cannot read the folder " + folder + ": " + e.getMessage(), e);
        }
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** By the numbers in them, as MH folders and git's mailsplit order: 2 before 10. */
    static int compareNames(String one, String other) {
        int i = 0;
        int k = 0;
        while (i < one.length() && k < other.length()) {
            int endI = digitsEnd(one, i);
            int endK = digitsEnd(other, k);
            if (endI > i && endK > k) {
                int order = new java.math.BigInteger(one.substring(i, endI))
                        .compareTo(new java.math.BigInteger(other.substring(k, endK)));
                if (order != 0) {
                    return order;
                }
                i = endI;
                k = endK;
            } else if (one.charAt(i) != other.charAt(k)) {
                return Character.compare(one.charAt(i), other.charAt(k));
            } else {
                i++;
                k++;
            }
        }
        int rest = Integer.compare(one.length() - i, other.length() - k);
        return rest != 0 ? rest : one.compareTo(other);
    }

    private static int digitsEnd(String text, int from) {
        int end = from;
        while (Ascii.isDigit(Ascii.at(text, end))) {
            end++;
        }
        return end;
    }

    /** A file's bytes (see {@link org.kharness.series.diff.Raw}), unpacked if they are packed. */
    public static String read(Path file) {
        MailText text = MailText.in(file);
        return text.part(0, text.length());
    }

    /** A stream's bytes, unpacked if they are packed. */
    public static MailText unpack(String name, InputStream in) {
        try {
            return Packed.text(name, in);
        } catch (IOException e) {
            throw new InputException("cannot read " + name + ": " + e.getMessage(), e);
        }
    }
}
