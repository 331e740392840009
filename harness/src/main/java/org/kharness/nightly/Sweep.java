/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.kharness.cache.AtWork;
import org.kharness.cache.Cache;
import org.kharness.cache.Shelf;
import org.kharness.failure.InputException;
import org.kharness.kernel.RemoteRepositories;

/**
 * {@code kharness gc}: makes room of what nights left. First goes what no page shows any more; then, where the configuration sets
 * a limit and more is taken, what can be made again, that used longest ago first. What is in use stays.
 */
public final class Sweep {
    /** What was used since then stays, whoever used it. */
    private static final Duration LATELY = Duration.ofHours(1);

    private final NightlyConfig config;
    private final NightFolders folders;
    private final Cache cache;
    private final Shelf kernels;
    private final boolean dry;
    private final Instant now;
    private final List<Item> items = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private long left;

    /** Something that went, or would go: what it is, where it lies, and what it takes in bytes. */
    public record Item(String what, String where, long bytes) {}

    /**
     * What was done.
     *
     * @param items what went, or would go, in this order
     * @param remarks what else there is to know, such as what stayed and why
     * @param left what reports, kernels and remote repositories take now, or would, in bytes
     * @param limit what they may; Long.MAX_VALUE for no limit
     */
    public record Swept(List<Item> items, List<String> remarks, long left, long limit) {
        public Swept {
            items = List.copyOf(items);
            remarks = List.copyOf(remarks);
        }

        /** The bytes of all that went. */
        public long freed() {
            return items.stream().mapToLong(Item::bytes).sum();
        }

        /** What is left, and what may be, for a person. */
        public String inWords() {
            return Keep.size(freed()) + " freed, " + Keep.size(left) + " taken"
                    + (limit == Long.MAX_VALUE ? "" : ", of " + Keep.size(limit));
        }
    }

    /** A size for a person, such as "1.5 GiB". */
    public static String size(long bytes) {
        return Keep.size(bytes);
    }

    private Sweep(NightlyConfig config, Path reports, Cache cache, Shelf kernels, boolean dry, Instant now) {
        this.config = config;
        this.folders = new NightFolders(reports);
        this.cache = cache;
        this.kernels = kernels;
        this.dry = dry;
        this.now = now;
    }

    /**
     * Makes room.
     *
     * @param file the configuration
     * @param kernels those that were built
     * @param dry true to tell what would go, and remove nothing
     * @throws InputException if there is no night yet, or one is under way
     */
    @SuppressWarnings("try") // the lock is held, not used
    public static Swept run(Path file, Cache cache, Shelf kernels, boolean dry) {
        NightlyConfig config = NightlyConfig.read(file);
        Path database = config.historyFile(file);
        if (!Files.isRegularFile(database)) {
            throw new InputException(database + ": no history yet: run kharness nightly first");
        }
        Optional<Cache.Lock> free = cache.lockNow(NightlyJob.lock(config.reportsFolder(file)));
        if (free.isEmpty()) {
            throw new InputException(file + ": a night of this configuration is under way; it makes room itself");
        }
        try (Cache.Lock lock = free.get();
                History history = History.open(database)) {
            return of(history, config, config.reportsFolder(file), cache, kernels, dry, Instant.now());
        }
    }

    /** The same for who has the nights' lock, and a history at hand. */
    static Swept of(
            History history, NightlyConfig config, Path reports, Cache cache, Shelf kernels, boolean dry, Instant now) {
        return new Sweep(config, reports.toAbsolutePath().normalize(), cache, kernels, dry, now).sweep(history);
    }

    private Swept sweep(History history) {
        List<Night> nights = history.nights();
        int first = Math.max(0, nights.size() - config.keep().shown());
        List<String> shown =
                nights.subList(first, nights.size()).stream().map(Night::id).toList();
        left = Shelf.size(folders.reports())
                + kernels.entries().stream().mapToLong(Shelf.Entry::bytes).sum()
                + new RemoteRepositories(cache).bytes();
        Set<Path> ledTo = folders.ledTo(shown);
        for (Night night : nights.subList(0, first)) {
            night(night, ledTo);
        }
        refs(history, shown);
        long limit = config.keep().bytes();
        // A kernel of the last night is wanted in the next, unless something was committed
        Instant last = nights.isEmpty() ? now : nights.get(nights.size() - 1).started();
        Instant before = earliest(
                earliest(now.minus(LATELY), last), AtWork.firstOther(cache).orElse(now));
        if (left > limit) {
            retries(shown, ledTo, limit);
            entries("kernel", kernels, kernels.entries(), before, limit);
            Shelf git = new Shelf(cache, "git", "git-");
            entries("remote history", git, new RemoteRepositories(cache).histories(), before, limit);
        }
        if (left > limit) {
            remarks.add(Keep.size(left - limit) + " more than 'disk' allows: the pages of " + shown.size()
                    + " nights lead to what is left, or it is in use");
        }
        return new Swept(items, remarks, left, limit);
    }

    private static Instant earliest(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    /** A night that the page of all nights does not show any more; what later pages lead to stays. */
    private void night(Night night, Set<Path> ledTo) {
        folders.runs(night.id()).stream()
                .filter(r -> !ledTo.contains(r.folder()))
                .forEach(r -> gone("run", r.folder(), r.bytes(), () -> Cache.delete(r.folder())));
        Path folder = folders.reports().resolve(night.id());
        if (ledTo.contains(folder)) {
            return;
        }
        long pages = folders.pageBytes(night.id());
        if (pages > 0) {
            gone("pages", folder, pages, () -> folders.removePages(night.id()));
        } else if (!dry) {
            folders.removePages(night.id()); // what is left empty
        }
    }

    /** Runs that tried something again: their verdicts are in the history, and no page leads to them. */
    private void retries(List<String> shown, Set<Path> ledTo, long limit) {
        for (String night : shown) {
            for (NightFolders.Run run : folders.runs(night)) {
                if (left > limit && !ledTo.contains(run.folder())) {
                    gone("run", run.folder(), run.bytes(), () -> Cache.delete(run.folder()));
                }
            }
        }
    }

    private void refs(History history, List<String> shown) {
        Set<String> commits = new HashSet<>(history.origins().commits(shown));
        RemoteRepositories remotes = new RemoteRepositories(cache);
        List<RemoteRepositories.Ref> refs = remotes.refsBesides(commits).stream()
                .filter(r -> history.origins().knows(r.commit()))
                .toList();
        if (refs.isEmpty()) {
            return;
        }
        if (AtWork.firstOther(cache).isPresent()) {
            remarks.add(refs.size() + " commits of remote kernels stay: another kharness is at work");
            return;
        }
        refs.forEach(r -> items.add(new Item("remote commit", r.commit(), 0)));
        if (!dry) {
            long freed = remotes.remove(refs);
            left -= freed;
            items.add(new Item(
                    "objects of remote commits", cache.root().resolve("git").toString(), freed));
        }
    }

    private void entries(String what, Shelf shelf, List<Shelf.Entry> entries, Instant before, long limit) {
        for (Shelf.Entry entry : entries) {
            if (left <= limit || !entry.used().isBefore(before)) {
                return; // the oldest come first
            }
            if (dry || shelf.remove(entry, before)) {
                items.add(new Item(what, entry.path().toString(), entry.bytes()));
                left -= entry.bytes();
            }
        }
    }

    private void gone(String what, Path where, long bytes, Runnable removal) {
        if (!dry) {
            removal.run();
        }
        items.add(new Item(what, where.toString(), bytes));
        left -= bytes;
    }
}
