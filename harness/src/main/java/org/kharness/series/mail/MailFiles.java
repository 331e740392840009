/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.kharness.failure.InputException;
import org.kharness.series.diff.Raw;

/** Mails in files: an mbox (gzipped or not), a folder of single mails, a Maildir. */
public final class MailFiles {
    /** No series is larger; a file of endless size must not fill the memory. */
    private static final int MOST_BYTES = 512 << 20;

    private MailFiles() {}

    /**
     * A mail and where it lies.
     *
     * @param mail the mail
     * @param origin file name, with a number where the file holds several
     * @param raw the mail as it is, without an mbox separator
     */
    public record Found(PatchMail mail, String origin, String raw) {}

    /** The mails of one file. */
    public static List<Found> inFile(Path file) {
        return inText(file.toString(), Raw.of(read(file)));
    }

    /** The mails of a text that is an mbox or a single mail. */
    public static List<Found> inText(String name, String raw) {
        List<String> mails = Mbox.split(raw);
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < mails.size(); i++) {
            String origin = mails.size() == 1 ? name : name + " (mail " + (i + 1) + ")";
            found.add(new Found(MailReader.read(mails.get(i)), origin, mails.get(i)));
        }
        return found;
    }

    /** The mails of a folder: its files in the order of their names, or the messages of a Maildir. */
    public static List<Found> inFolder(Path folder) {
        List<Found> found = new ArrayList<>();
        for (Path file : filesOf(folder)) {
            found.addAll(inFile(file));
        }
        return found;
    }

    private static List<Path> filesOf(Path folder) {
        boolean maildir = Files.isDirectory(folder.resolve("cur")) || Files.isDirectory(folder.resolve("new"));
        List<Path> files = new ArrayList<>();
        if (maildir) {
            list(folder.resolve("new"), files, true);
            list(folder.resolve("cur"), files, true);
        } else {
            list(folder, files, false);
        }
        return files;
    }

    private static void list(Path folder, List<Path> files, boolean all) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            entries.filter(Files::isRegularFile)
                    .filter(f -> all || isMail(f.getFileName().toString()))
                    .sorted()
                    .forEach(files::add);
        } catch (IOException e) {
            throw new InputException("cannot read the folder " + folder + ": " + e.getMessage(), e);
        }
    }

    private static boolean isMail(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Stream.of(".eml", ".patch", ".mbox", ".mbx", ".diff", ".mbox.gz", ".txt")
                .anyMatch(lower::endsWith);
    }

    /** A file's bytes, unpacked if they are gzipped. */
    public static byte[] read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new InputException(file + ": larger than " + (MOST_BYTES >> 20) + " MiB");
            }
            return isGzip(bytes) ? gunzip(file.toString(), bytes) : bytes;
        } catch (IOException e) {
            throw new InputException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    public static boolean isGzip(byte[] bytes) {
        return bytes.length > 2 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b;
    }

    public static byte[] gunzip(String origin, byte[] packed) {
        try (GZIPInputStream in = new GZIPInputStream(new java.io.ByteArrayInputStream(packed))) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new InputException(origin + ": larger than " + (MOST_BYTES >> 20) + " MiB when unpacked");
            }
            return bytes;
        } catch (IOException e) {
            throw new InputException(origin + ": damaged gzip data: " + e.getMessage(), e);
        }
    }
}
