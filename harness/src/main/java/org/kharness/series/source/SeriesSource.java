/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;
import org.kharness.progress.Progress;
import org.kharness.series.mail.MailFiles;
import org.kharness.series.manifest.ManifestReader;
import org.kharness.series.manifest.SeriesManifest;

/**
 * Finds a series by what the user calls it:
 *
 * <ul>
 *   <li>the name of a folder under kernel-patches/, with a manifest or patches of our own in it
 *   <li>the path of an mbox (packed or not), of a folder, MH folder or Maildir of mails, or of a quilt folder
 *   <li>{@code git:PATH@A..B}, the commits of a range
 *   <li>{@code inbox:PATH#MESSAGE-ID}, a thread of a public-inbox archive
 *   <li>{@code lore:MESSAGE-ID}, a thread of a public-inbox server
 *   <li>an address as a browser shows it, of a message in a public-inbox or of a patch or series in a patchwork
 *   <li>{@code -}, mails from standard input
 * </ul>
 */
public final class SeriesSource {
    /** The name of the file, in the cache, that holds what came by a pipe. */
    public static final String PIPED = "stdin.mbox";

    private static final Pattern INBOX = Pattern.compile("inbox:(.+)#<?([^<>#]+)>?");
    private static final Pattern LORE = Pattern.compile("lore:<?([^<>\\s]+)>?");

    private final Path kernelPatches;
    private final Cache cache;
    private final SeriesOptions options;
    private final Progress progress;

    /**
     * A finder.
     *
     * @param kernelPatches the kernel-patches/ folder
     * @param cache where fetched mails and indexes live
     * @param options how to pick
     * @param progress who is told of what takes long
     */
    public SeriesSource(Path kernelPatches, Cache cache, SeriesOptions options, Progress progress) {
        this.kernelPatches = kernelPatches;
        this.cache = cache;
        this.options = options;
        this.progress = progress;
    }

    /**
     * Opens a series with the usual options.
     *
     * @throws InputException if there is no such series or it cannot be used
     */
    public static RequestedSeries open(String spec, Path kernelPatches, Cache cache) {
        return new SeriesSource(kernelPatches, cache, SeriesOptions.DEFAULT, Progress.NONE).open(spec);
    }

    /**
     * Opens a series.
     *
     * @throws InputException if there is no such series or it cannot be used
     * @throws org.kharness.failure.SurroundingsException if a server cannot be reached
     */
    public RequestedSeries open(String spec) {
        if (isName(spec)) {
            return openFolder(spec, kernelPatches.resolve(spec));
        }
        if (spec.equals("-")) {
            return picked("stdin", "standard input", mails(spec), options);
        }
        Optional<Address> address = Address.of(spec);
        if (address.isPresent()) {
            String id = address.get().messageId();
            return picked(id.isEmpty() ? "mbox" : id, spec, mails(spec), about(id));
        }
        if (GitRange.means(spec)) {
            return RequestedSeries.of(GitRange.read("range", spec, cache));
        }
        Matcher inbox = INBOX.matcher(spec);
        if (inbox.matches()) {
            return picked(inbox.group(2), spec, mails(spec), about(inbox.group(2)));
        }
        Matcher lore = LORE.matcher(spec);
        if (lore.matches()) {
            return picked(lore.group(1), spec, mails(spec), about(lore.group(1)));
        }
        Path path = path(spec);
        if (Files.isDirectory(path)) {
            return openFolder(nameOf(path), path);
        }
        if (Files.isRegularFile(path)) {
            boolean piped = PIPED.equals(String.valueOf(path.getFileName())) && path.startsWith(cache.root());
            String name = piped ? "standard input" : spec;
            return picked(nameOf(path), name, MailFiles.inFile(path, name, options.reading()), options);
        }
        throw nothing(spec);
    }

    /** An address names the posting that is meant, unless the user names another one of the thread. */
    private SeriesOptions about(String id) {
        return id.isEmpty() || options.messageId() != null ? options : options.about(id);
    }

    /**
     * All mails of a source, not picked from.
     *
     * @param messageIds for archives and servers named without a message: the messages wanted
     */
    List<MailFiles.Found> mails(String spec, String... messageIds) {
        if (spec.equals("-")) {
            return MailFiles.inStream("standard input", System.in, options.reading());
        }
        Optional<Address> address = Address.of(spec);
        if (address.isPresent()) {
            return fetched(address.get());
        }
        Matcher inbox = INBOX.matcher(spec);
        if (inbox.matches()) {
            return inbox(path(inbox.group(1))).thread(inbox.group(2));
        }
        Matcher lore = LORE.matcher(spec);
        if (lore.matches()) {
            return thread(lore.group(1));
        }
        if (spec.equals("lore")) {
            return each(messageIds, this::thread);
        }
        Path path = path(spec.startsWith("inbox:") ? spec.substring("inbox:".length()) : spec);
        if (Files.isRegularFile(path)) {
            return MailFiles.inFile(path, options.reading());
        }
        if (PublicInbox.isOne(path)) {
            return each(messageIds, inbox(path)::thread);
        }
        if (Files.isDirectory(path)) {
            return MailFiles.inFolder(path, options.reading());
        }
        throw nothing(spec);
    }

    private List<MailFiles.Found> fetched(Address address) {
        Lore lore = new Lore(options.reading());
        URI mbox = address.mbox();
        if (mbox != null) {
            return lore.mbox(mbox);
        }
        URI server = address.server();
        return lore.thread(server == null ? options.lore() : server, address.messageId());
    }

    private List<MailFiles.Found> thread(String messageId) {
        return new Lore(options.reading()).thread(options.lore(), messageId);
    }

    private PublicInbox inbox(Path path) {
        return new PublicInbox(path, cache, options.reading(), progress);
    }

    /** The threads of the messages; as a thread mostly holds all of them, each is asked for only if still missing. */
    private static List<MailFiles.Found> each(
            String[] messageIds, java.util.function.Function<String, List<MailFiles.Found>> thread) {
        List<MailFiles.Found> all = new ArrayList<>();
        for (String id : messageIds) {
            if (all.stream().noneMatch(f -> f.mail().messageId().equals(id))) {
                all.addAll(thread.apply(id));
            }
        }
        return all;
    }

    private RequestedSeries openFolder(String id, Path folder) {
        Path file = folder.resolve(ManifestReader.FILE);
        if (Files.isRegularFile(file)) {
            SeriesManifest manifest = ManifestReader.read(file);
            return new RequestedSeries(
                    manifest.id(), manifest, SeriesCache.load(manifest, folder, cache), prerequisites(manifest));
        }
        if (QuiltFolder.isOne(folder)) {
            return RequestedSeries.of(QuiltFolder.read(id, folder));
        }
        List<MailFiles.Found> mails = MailFiles.inFolder(folder, options.reading());
        if (mails.isEmpty()) {
            throw new InputException(folder + ": no mails and no patches in this folder");
        }
        return picked(id, folder.toString(), mails, options);
    }

    private List<RequestedSeries> prerequisites(SeriesManifest manifest) {
        List<RequestedSeries> found = new ArrayList<>();
        for (SeriesManifest.Prerequisite prerequisite : manifest.prerequisites()) {
            String name = prerequisite.series();
            if (name != null && !name.equals(manifest.id()) && isName(name)) {
                found.add(openFolder(name, kernelPatches.resolve(name)));
            }
        }
        return found;
    }

    /** The manifest of a folder under kernel-patches/. */
    SeriesManifest manifest(String name) {
        Path file = kernelPatches.resolve(name).resolve(ManifestReader.FILE);
        if (!isName(name) || !Files.isRegularFile(file)) {
            throw new InputException("no manifest " + name + " under " + kernelPatches);
        }
        return ManifestReader.read(file);
    }

    private static RequestedSeries picked(
            String id, String origin, List<MailFiles.Found> mails, SeriesOptions options) {
        return RequestedSeries.of(SeriesPicker.pick(id, origin, mails, options));
    }

    private boolean isName(String spec) {
        return spec.matches("[A-Za-z0-9][A-Za-z0-9._+-]*") && Files.isDirectory(kernelPatches.resolve(spec));
    }

    private InputException nothing(String spec) {
        return new InputException(
                "no series " + spec + ": neither a folder under " + kernelPatches + " nor a file or folder of mails");
    }

    private static Path path(String spec) {
        try {
            return Path.of(spec);
        } catch (InvalidPathException e) {
            throw new InputException("not a path: " + spec, e);
        }
    }

    private static String nameOf(Path path) {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? "series" : name.toString().replaceAll("(?i)\\.(mbox|mbx|eml|patch|diff|gz|xz|zst)", "");
    }
}
