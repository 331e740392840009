/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kharness.agent.GuestCommand;
import org.kharness.cache.Cache;
import org.kharness.cache.Room;
import org.kharness.failure.SurroundingsException;
import org.kharness.machine.MachineSpec;
import org.kharness.machine.QemuMachine;
import org.kharness.machine.Snapshot;
import org.kharness.process.Cleanup;
import org.kharness.topology.SetupCommands;
import org.kharness.topology.Topology;

/**
 * Machines that are ready for scenarios, saved in the cache under everything they are made from: kernel, guest image,
 * QEMU with its arguments, and the commands that made them ready. A topology starts from the booted machine that all
 * topologies of a kernel share.
 */
final class ReadyGuests {
    /** A nightly run over a few kernels and two dozen topologies; each takes some 70 MB. */
    private static final int KEPT = 60;

    /** What was used so lately may be in use: a run finds all its machines before it goes on from them. */
    private static final Duration IN_USE = Duration.ofHours(1);

    private static final long SAVED_MIB = 200;

    private final MachineSpec spec;
    private final Cache cache;
    private final Path consoles;
    private final Cleanup cleanup;
    private Limits limits;
    private @Nullable Ready booted;
    private final Map<List<GuestCommand>, Ready> shared = new HashMap<>();
    private final String machineKey;

    /**
     * Ready guests of one machine.
     *
     * @param identity of the machine's kernel, guest image and QEMU: another version may not load what this one saved
     * @param consoles where the console log of a machine goes that does not get ready
     */
    ReadyGuests(MachineSpec spec, String identity, Cache cache, Path consoles, Cleanup cleanup, Limits limits) {
        this.spec = spec;
        this.cache = cache;
        this.consoles = consoles;
        this.cleanup = cleanup;
        this.limits = limits;
        List<String> parts = new ArrayList<>(spec.shape());
        parts.add(identity);
        this.machineKey = Cache.digest(parts.toArray(String[]::new));
    }

    /**
     * What became of making a machine ready.
     *
     * @param snapshot to go on from; null where the guest did not get ready
     * @param console the log that says why not; null where there is a snapshot
     * @param cached true if an earlier run had made it
     */
    record Ready(@Nullable Snapshot snapshot, @Nullable Path console, boolean cached) {}

    /**
     * The ready machine of a topology.
     *
     * @throws SurroundingsException if this QEMU cannot save or load machines
     */
    Ready of(Topology topology) {
        Ready first = shared(topology);
        Snapshot start = first.snapshot();
        List<GuestCommand> setup = SetupCommands.own(topology);
        return start == null || setup.isEmpty()
                ? first
                : find(topologyName(topology), SetupCommands.shared(topology), setup, start);
    }

    /** What is the same for many topologies and takes long is done once; the first of them does it, the others wait. */
    private Ready shared(Topology topology) {
        Ready first = booted();
        Snapshot start = first.snapshot();
        List<GuestCommand> setup = SetupCommands.shared(topology);
        if (start == null || setup.isEmpty()) {
            return first;
        }
        synchronized (shared) {
            Ready known = shared.get(setup);
            if (known == null) {
                known = find("shared-" + topology.source().name().toLowerCase(Locale.ROOT), List.of(), setup, start);
                shared.put(setup, known);
            }
            return known;
        }
    }

    /** Booted once, well or not: a kernel that does not come up for one topology is not waited for by each of the others. */
    private synchronized Ready booted() {
        Ready known = booted;
        if (known == null) {
            known = find("booted", List.of(), List.of(), null);
            booted = known;
            Snapshot snapshot = known.snapshot();
            if (snapshot != null) {
                limits = limits.measured(snapshot.bootSeconds());
            }
        }
        return known;
    }

    /** What holds since the first boot was measured. */
    synchronized Limits limits() {
        return limits;
    }

    private static String topologyName(Topology topology) {
        return "ready-" + Cache.digest(topology.toString()).substring(0, 8);
    }

    /** The machine to which all this was done: what {@code from} has behind it, and then the rest. */
    private Ready find(String name, List<GuestCommand> before, List<GuestCommand> setup, @Nullable Snapshot from) {
        List<String> parts = new ArrayList<>(List.of(machineKey));
        before.forEach(c -> parts.add(c.line()));
        setup.forEach(c -> parts.add(c.line()));
        String key = Cache.digest(parts.toArray(String[]::new)).substring(0, 32);
        Path folder = cache.folder("snapshots").resolve(key);
        Snapshot saved = new Snapshot(folder);
        try (Cache.Lock lock = cache.lock("snapshot-" + key)) {
            if (saved.exists()) {
                Files.setLastModifiedTime(folder, FileTime.from(Instant.now()));
                return new Ready(saved, null, true);
            }
            return make(name, setup, from, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Ready make(String name, List<GuestCommand> setup, @Nullable Snapshot from, Path folder) {
        Path console = consoles.resolve(name + ".log");
        Room.need(cache.root(), SAVED_MIB, "a saved machine");
        Path work = cache.temporary("snapshot-");
        EndingNote ending;
        long begin = System.nanoTime();
        Limits allowed = limits();
        try (QemuMachine machine = from == null
                ? QemuMachine.startToSave(spec, console, cleanup)
                : QemuMachine.resumeToSave(spec, from, console, cleanup)) {
            try (GuestDialogue dialogue = new GuestDialogue(machine, null)) {
                boolean ready = from == null
                        ? dialogue.awaitHello(allowed.bootSeconds())
                        : dialogue.makeReady(setup, allowed.setupSeconds());
                ending = dialogue.ending();
                if (ready) {
                    machine.save(work);
                    new Snapshot(work).tookToBoot((System.nanoTime() - begin) / 1e9);
                    Cache.publish(work, folder);
                    prune();
                    return new Ready(new Snapshot(folder), null, false);
                }
            }
        } finally {
            Cache.delete(work);
        }
        ending.appendTo(console, null);
        return new Ready(null, console, false);
    }

    /** Snapshots used longest ago make room. */
    private void prune() {
        try (var all = Files.list(cache.folder("snapshots"))) {
            List<Path> oldestLast = all.sorted(
                            Comparator.comparing(ReadyGuests::used).reversed())
                    .toList();
            FileTime lately = FileTime.from(Instant.now().minus(IN_USE));
            oldestLast.stream()
                    .skip(KEPT)
                    .filter(s -> used(s).compareTo(lately) < 0)
                    .forEach(Cache::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileTime used(Path folder) {
        try {
            return Files.getLastModifiedTime(folder);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
