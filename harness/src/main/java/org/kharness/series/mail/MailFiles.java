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
import org.kharness.series.diff.Raw;

/**
 * Mails in files: an mbox, a folder of single mails whatever their names, a Maildir, an MH folder; each file plain or packed
 * with gzip, xz or zstd.
 */
public final class MailFiles {
    private static final int LOOKED_AT = 4096;
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
     */
    public record Found(PatchMail mail, String origin, Mbox.Slice slice) {
        /** The mail as it is, without an mbox separator. */
        public String raw() {
            return slice.raw();
        }
    }

    /** The mails of one file. */
    public static List<Found> inFile(Path file) {
        return inFile(file, Reading.PLAIN);
    }

    /** The mails of one file. */
    public static List<Found> inFile(Path file, Reading how) {
        return inText(file.toString(), Raw.of(read(file)), how);
    }

    /** The mails that a stream holds, an mbox or a single mail. */
    public static List<Found> inStream(String name, InputStream in, Reading how) {
        return inText(name, Raw.of(unpack(name, in)), how);
    }

    /** The mails of a text that is an mbox or a single mail. */
    public static List<Found> inText(String name, String raw) {
        return inText(name, raw, Reading.PLAIN);
    }

    /**
     * The mails of a text that is an mbox or a single mail.
     *
     * @throws InputException if it is a web page
     */
    public static List<Found> inText(String name, String raw, Reading how) {
        if (isWebPage(raw)) {
            throw new InputException(name + ": a web page (HTML), not mails: save the thread as an mbox instead");
        }
        List<Mbox.Slice> mails = Mbox.split(raw, how.keepCr());
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < mails.size(); i++) {
            String origin = mails.size() == 1 ? name : name + " (mail " + (i + 1) + ")";
            Mbox.Slice slice = mails.get(i);
            found.add(new Found(MailReader.read(slice.raw(), how.scissors()), origin, slice));
        }
        return found;
    }

    /** True for HTML, as servers answer that want a person in front of a browser. */
    public static boolean isWebPage(String raw) {
        return WEB_PAGE.matcher(start(raw)).matches();
    }

    /** The mails of a folder: its files in the order of their names, or the messages of a Maildir. */
    public static List<Found> inFolder(Path folder) {
        return inFolder(folder, Reading.PLAIN);
    }

    /** The mails of a folder: its files in the order of their names, or the messages of a Maildir. */
    public static List<Found> inFolder(Path folder, Reading how) {
        List<Found> found = new ArrayList<>();
        for (Path file : filesOf(folder)) {
            String raw = Raw.of(read(file));
            if (looksLikeMail(raw)) {
                found.addAll(inText(file.toString(), raw, how));
            }
        }
        return found;
    }

    private static boolean looksLikeMail(String raw) {
        String start = start(raw);
        int header = Math.max(start.indexOf("\n\n"), start.indexOf("\n\r\n"));
        return MAIL.matcher(start).matches() && (header < 0 ? start : start.substring(0, header)).indexOf('\0') < 0;
    }

    private static String start(String raw) {
        return raw.substring(0, Math.min(LOOKED_AT, raw.length()));
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

    /** A file's bytes, unpacked if they are packed. */
    public static byte[] read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Packed.unpack(file.toString(), in);
        } catch (IOException e) {
            throw new InputException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** A stream's bytes, unpacked if they are packed. */
    public static byte[] unpack(String name, InputStream in) {
        try {
            return Packed.unpack(name, in);
        } catch (IOException e) {
            throw new InputException("cannot read " + name + ": " + e.getMessage(), e);
        }
    }
}
