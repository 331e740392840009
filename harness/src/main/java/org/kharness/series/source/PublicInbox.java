/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;
import org.kharness.failure.SurroundingsException;
import org.kharness.progress.Progress;
import org.kharness.series.diff.Raw;
import org.kharness.series.mail.MailFiles;
import org.kharness.series.mail.MailText;
import org.kharness.series.mail.Mbox;

/**
 * A public-inbox archive: of version 2 (public-inbox-v2-format(5)), bare git repositories, called epochs, whose commits hold one
 * mail each in the file {@code m}; or of version 1 (public-inbox-v1-format(5)), one repository whose tree holds a file per mail. An index in the cache, one line per mail with blob, message-id and the ids
 * it answers, makes the second look-up a matter of seconds; it grows with the archive.
 */
final class PublicInbox {
    private static final int MOST_MAIL_BYTES = 32 << 20;

    private final Path path;
    private final Cache cache;
    private final MailFiles.Reading how;
    private final Progress progress;

    PublicInbox(Path path, Cache cache, MailFiles.Reading how, Progress progress) {
        this.path = path;
        this.cache = cache;
        this.how = how;
        this.progress = progress;
    }

    /** True if the folder is an epoch or holds epochs. */
    static boolean isOne(Path path) {
        return !epochs(path).isEmpty();
    }

    /** The epochs, the newest first. */
    private static List<Path> epochs(Path path) {
        List<Path> found = new ArrayList<>();
        for (Path folder : List.of(path, path.resolve("git"))) {
            if (Files.isDirectory(folder.resolve("objects")) && Files.isRegularFile(folder.resolve("HEAD"))) {
                found.add(folder);
                continue;
            }
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> entries = Files.list(folder)) {
                entries.filter(p -> p.getFileName().toString().matches("\\d{1,4}(\\.git)?"))
                        .filter(p -> Files.isDirectory(p.resolve("objects")))
                        .sorted((a, b) -> Integer.compare(number(b), number(a)))
                        .forEach(found::add);
            } catch (IOException e) {
                throw new InputException("cannot read " + folder + ": " + e.getMessage(), e);
            }
        }
        return found;
    }

    private static int number(Path epoch) {
        return Integer.parseInt(epoch.getFileName().toString().replace(".git", ""));
    }

    /**
     * The mails of the thread that a message belongs to.
     *
     * @throws InputException if no epoch has the message
     */
    List<MailFiles.Found> thread(String messageId) {
        for (Path epoch : epochs(path)) {
            try (Repository repository = open(epoch)) {
                List<String> lines = index(epoch, repository);
                List<String> blobs = related(lines, messageId);
                if (!blobs.isEmpty()) {
                    return read(repository, blobs);
                }
            } catch (IOException e) {
                throw new SurroundingsException("cannot read the archive " + epoch + ": " + e.getMessage(), e);
            }
        }
        throw new InputException(path + ": no mail " + messageId + " in this archive");
    }

    private static Repository open(Path epoch) throws IOException {
        return new FileRepositoryBuilder()
                .setGitDir(epoch.toFile())
                .setBare()
                .setMustExist(true)
                .build();
    }

    /** Blobs of the mails that answer each other, in the order of the archive; none if the message is not here. */
    private static List<String> related(List<String> lines, String messageId) {
        Set<String> ids = new HashSet<>(Set.of(messageId));
        Set<String> blobs = new HashSet<>();
        boolean there = false;
        boolean grown = true;
        while (grown) {
            grown = false;
            for (String line : lines) {
                String[] words = line.split(" ", -1);
                if (words.length < 2 || blobs.contains(words[0]) || !mentions(words, ids)) {
                    continue;
                }
                there |= words[1].equals(messageId);
                blobs.add(words[0]);
                for (int i = 1; i < words.length; i++) {
                    grown |= ids.add(words[i]);
                }
                grown = true;
            }
        }
        if (!there) {
            return List.of();
        }
        return lines.stream()
                .map(l -> l.substring(0, l.indexOf(' ')))
                .filter(blobs::contains)
                .distinct()
                .toList();
    }

    private static boolean mentions(String[] words, Set<String> ids) {
        for (int i = 1; i < words.length; i++) {
            if (ids.contains(words[i])) {
                return true;
            }
        }
        return false;
    }

    private List<MailFiles.Found> read(Repository repository, List<String> blobs) throws IOException {
        List<MailFiles.Found> found = new ArrayList<>();
        try (ObjectReader reader = repository.newObjectReader()) {
            for (String blob : blobs) {
                byte[] bytes = reader.open(ObjectId.fromString(blob), Constants.OBJ_BLOB)
                        .getBytes(MOST_MAIL_BYTES);
                MailText text = MailText.of(Raw.of(bytes));
                String name = "mail " + blob.substring(0, 12);
                found.add(MailFiles.found(name, Mbox.split(text, how.keepCr()).get(0), how));
            }
        }
        return found;
    }

    /** The index's lines, brought up to date. The first line of the file is the commit up to which it goes. */
    private List<String> index(Path epoch, Repository repository) throws IOException {
        String key = Cache.digest(epoch.toRealPath().toString()).substring(0, 16);
        Path file = cache.folder("inbox").resolve(key + ".index");
        try (Cache.Lock held = cache.lock("inbox-" + key)) {
            List<String> known =
                    Files.isRegularFile(file) ? Files.readAllLines(file, StandardCharsets.ISO_8859_1) : List.of();
            ObjectId tip = tip(epoch, repository);
            ObjectId until = known.isEmpty() ? null : ObjectId.fromString(known.get(0));
            if (tip.equals(until)) {
                return known.subList(1, known.size());
            }
            boolean grown = until != null && repository.getObjectDatabase().has(until);
            List<String> all = new ArrayList<>();
            if (grown) {
                all.addAll(known.subList(1, known.size()));
            }
            all.addAll(InboxScan.lines(repository, tip, grown ? until : null, path, progress));
            write(file, tip.name(), all);
            return all;
        }
    }

    private static ObjectId tip(Path epoch, Repository repository) throws IOException {
        ObjectId head = repository.resolve(Constants.HEAD);
        for (Ref ref : repository.getRefDatabase().getRefsByPrefix(Constants.R_HEADS)) {
            head = head == null ? ref.getObjectId() : head;
        }
        if (head == null) {
            throw new InputException(epoch + ": no public-inbox archive: the repository has no commit");
        }
        return head;
    }

    private static void write(Path file, String tip, List<String> lines) throws IOException {
        Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        try (BufferedWriter out = Files.newBufferedWriter(
                temporary,
                StandardCharsets.ISO_8859_1,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            out.write(tip + "\n");
            for (String line : lines) {
                out.write(line + "\n");
            }
        }
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
