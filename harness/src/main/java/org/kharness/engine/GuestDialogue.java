/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.kharness.agent.EventSecret;
import org.kharness.agent.GuestCommand;
import org.kharness.cache.Room;
import org.kharness.console.ConsoleLine;
import org.kharness.console.ConsoleListener;
import org.kharness.console.ConsoleReader;
import org.kharness.console.GuestEvent;
import org.kharness.failure.SurroundingsException;
import org.kharness.machine.ConsoleTail;
import org.kharness.machine.QemuMachine;
import org.kharness.plan.Scenario;
import org.kharness.poison.PoisonMethod;
import org.kharness.value.KernelRange;

/**
 * Talks with the guest agent of one machine: sends a command, follows the console until it is done, and does for the guest
 * what only the outside can. Every wait is bounded.
 */
final class GuestDialogue implements AutoCloseable {
    private static final long PAUSE_MILLIS = 2;
    private static final int EIO = 5;
    private static final long FLOOD_BYTES = 64L << 20;

    /** What a guest writes to its other ports is a few bytes for each machine check. */
    private static final long OTHER_PORTS_FLOOD = 1L << 20;

    /** On a machine that runs QEMU so rarely nothing can be said of a guest. */
    private static final int MOST_WAITING = 10;

    private static final long LOOK_NANOS = 1_000_000_000L;
    private static final int ASKED_CHARACTERS = 80;

    private final QemuMachine machine;
    private final @Nullable PoisonMethod method;
    private final ConsoleTail tail;
    private final Deque<GuestEvent> events = new ArrayDeque<>();
    private final ConsoleReader reader = new ConsoleReader(new ConsoleListener() {
        private String text = "";

        @Override
        public void line(ConsoleLine line) {
            text = line.text();
        }

        /** What somebody else writes in an event's form moves nothing here; the judge will say that it is there. */
        @Override
        public void event(GuestEvent event) {
            EventSecret agreed = secret;
            if (agreed == null
                    || agreed.signed(text.substring(text.indexOf('{')).strip())) {
                events.add(event);
            }
        }
    });
    private @Nullable EventSecret secret;
    private @Nullable EndingNote ending;
    private long lastResult;
    private long lastValue;
    private String asked = "";
    private long looked = System.nanoTime();
    private String release = "";
    private String variant = "";
    private final Set<String> unmet = new HashSet<>();
    private final Deque<String> untold = new ArrayDeque<>();

    /**
     * A dialogue that follows a machine's console from where it is now.
     *
     * @param method what the guest may ask to be done from outside; null for nothing
     */
    GuestDialogue(QemuMachine machine, @Nullable PoisonMethod method) {
        this.machine = machine;
        this.method = method;
        this.tail = new ConsoleTail(machine.console(), machine.inherited());
    }

    /** Waits for the agent's first word. */
    boolean awaitHello(int limitSeconds) {
        return await(e -> e.type().equals("hello"), limitSeconds);
    }

    /** False where what the guest has told so far rules the scenario out: its release, how it was made, or a need that is not met. */
    boolean canTry(Scenario scenario) {
        KernelRange when = scenario.when();
        boolean rightKernel = when == null || release.isEmpty() || when.contains(release);
        return rightKernel
                && scenario.isForVariant(variant)
                && scenario.allNeeds().stream().noneMatch(unmet::contains);
    }

    /** Makes the machine ready; false where it ended or hung, or a command did not succeed. */
    boolean makeReady(List<GuestCommand> setup, int limitSeconds) {
        for (GuestCommand command : setup) {
            if (!carryOut(List.of(command), limitSeconds)) {
                return false;
            }
            if (lastResult != 0) {
                ending = EndingNote.NOT_READY;
                return false;
            }
        }
        return true;
    }

    /** Gives the agent a secret, with which it signs from now on; false as {@link #carryOut}. */
    boolean agreeOn(EventSecret agreed, int limitSeconds) {
        secret = agreed;
        return carryOut(List.of(agreed.command()), limitSeconds);
    }

    /** Carries out commands in order; false where the machine ended or hung, and {@link #ending} says how. */
    boolean carryOut(List<GuestCommand> commands, int limitSeconds) {
        long end = System.nanoTime() + limitSeconds * 1_000_000_000L;
        for (GuestCommand command : commands) {
            machine.send(command.line());
            asked = asked(command.line());
            long left = (end - System.nanoTime()) / 1_000_000_000L;
            boolean done = await(e -> isDone(e, command), (int) Math.max(1, left));
            if (!done) {
                return false;
            }
        }
        return true;
    }

    /** For a report: what was asked for, without the secret. */
    private static String asked(String line) {
        String shown = line.startsWith(EventSecret.VERB) ? EventSecret.VERB : line;
        return shown.substring(0, Math.min(ASKED_CHARACTERS, shown.length()));
    }

    private boolean isDone(GuestEvent e, GuestCommand command) {
        boolean done =
                e.type().equals("done") && e.fields().path("step").asText().equals(command.id());
        if (done) {
            lastResult = e.fields().path("ret").asLong(-1);
            lastValue = e.fields().path("value").asLong(0);
        }
        return done;
    }

    /** What the last command that was done returned; negative where it failed. */
    long result() {
        return lastResult;
    }

    /** What else it told, by its kind. */
    long value() {
        return lastValue;
    }

    /** How the machine ended; {@link EndingNote#DONE} while all is well. */
    EndingNote ending() {
        EndingNote note = ending;
        return note == null ? EndingNote.DONE : note;
    }

    /** What the platform did, in words, and the guest has not told. */
    List<String> untold() {
        untold.addAll(machine.platformRecords());
        return List.copyOf(untold);
    }

    private boolean await(Predicate<GuestEvent> wanted, int limitSeconds) {
        long begin = System.nanoTime();
        long limit = limitSeconds * 1_000_000_000L;
        long waitedBefore = machine.waitedForCpu();
        while (true) {
            boolean alive = machine.alive(); // before reading: what a dead machine wrote is complete
            machine.servePlatform();
            checkRoom();
            boolean news = read();
            for (GuestEvent e = events.poll(); e != null; e = events.poll()) {
                note(e);
                if (wanted.test(e)) {
                    return true;
                }
            }
            if (isFlooded()) {
                return false;
            }
            if (!alive && !news) {
                ending = exit();
                return false;
            }
            long passed = System.nanoTime() - begin;
            if (passed > limit && isOver(passed, limit, machine.waitedForCpu() - waitedBefore)) {
                ending = EndingNote.timeout(limitSeconds, asked);
                return false;
            }
            if (!news) {
                pause();
            }
        }
    }

    /** Time in which this machine had no CPU for the guest does not count against it. */
    private static boolean isOver(long passed, long limit, long waited) {
        return passed - waited > limit || passed > MOST_WAITING * limit;
    }

    /** A machine whose memory has no room on the disk dies of SIGBUS: that says nothing of its kernel. */
    private EndingNote exit() {
        int signal = machine.signal();
        Path parent = machine.folder().getParent();
        if (signal != 0 && parent != null && Room.isFull(parent)) {
            throw new SurroundingsException(
                    "no space is left in " + parent + ", where a guest's memory is: QEMU died of signal " + signal);
        }
        return signal == 0 ? EndingNote.EXIT : EndingNote.signal(signal);
    }

    private boolean isFlooded() {
        boolean console = tail.total() > FLOOD_BYTES;
        boolean others = machine.unasked() > OTHER_PORTS_FLOOD;
        if (console || others) {
            ending = new EndingNote("flood", console ? FLOOD_BYTES : OTHER_PORTS_FLOOD);
        }
        return console || others;
    }

    /** A console that cannot be written to looks like a guest that says nothing. */
    private void checkRoom() {
        long now = System.nanoTime();
        if (now - looked > LOOK_NANOS) {
            looked = now;
            Path folder = machine.console().toAbsolutePath().getParent();
            machine.waitedForCpu(); // counts from the begin on
            if (folder != null && Room.isFull(folder)) {
                throw new SurroundingsException(
                        "no space is left in " + folder + ", where the console log of a guest goes");
            }
        }
    }

    private void note(GuestEvent e) {
        if (e.type().equals("ask")) {
            answer(e);
        } else if (e.type().equals("tell")) {
            tell(0);
        } else if (e.type().equals("platform")) {
            untold.poll();
        } else if (e.type().equals("begin")) {
            release = e.fields().path("release").asText();
            variant = e.fields().path("variant").asText();
        } else if (e.type().equals("ability") && !e.fields().path("met").asBoolean()) {
            unmet.add(e.fields().path("name").asText());
        }
    }

    private boolean read() {
        try {
            return tail.poll((bytes, count) -> reader.feed(bytes, 0, count));
        } catch (IOException e) {
            throw new SurroundingsException("cannot read the console log: " + e.getMessage(), e);
        }
    }

    /** The guest asks for an error from outside; it is blocked until it is answered with an error number. */
    private void answer(GuestEvent ask) {
        String address = ask.fields().path("physical").asText("");
        boolean done = method != null
                && ask.fields().path("what").asText().equals(method.id())
                && address.matches("0x[0-9a-f]{1,16}")
                && deliver(method, Long.parseUnsignedLong(address.substring(2), 16));
        tell(done ? 0 : EIO);
    }

    private boolean deliver(PoisonMethod way, long address) {
        return way.machineCheck(address)
                .map(machine::raise)
                .orElseGet(() -> way.poisonsDevice() && machine.poisonDevice(address));
    }

    /** Before every answer goes what the platform did, so that it stands in the log where it was done. */
    private void tell(int error) {
        for (String did : machine.platformRecords()) {
            machine.send("told " + GuestCommand.encode(did));
            untold.add(did);
        }
        machine.send("answer " + error);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SurroundingsException("interrupted while a guest ran", e);
        }
    }

    @Override
    public void close() {
        try {
            tail.close();
        } catch (IOException e) {
            // reading is over anyway
        }
    }
}
