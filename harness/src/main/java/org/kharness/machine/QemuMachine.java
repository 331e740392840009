/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kharness.cache.Cache;
import org.kharness.cache.Room;
import org.kharness.failure.SurroundingsException;
import org.kharness.platform.MachineCheckRecord;
import org.kharness.process.Cleanup;
import org.kharness.process.Conversation;
import org.kharness.process.Owner;
import org.kharness.process.ProcessTree;

/**
 * A running machine. Its console is a file that QEMU writes; commands go to its second serial port. Closing it ends QEMU
 * and removes its files but for the console.
 */
public final class QemuMachine implements AutoCloseable {
    private static final long RUNNING_MIB = 200; // what a boot that is to be saved writes
    private static final int SIGNALLED = 128; // as a shell has it, and bubblewrap, and Process

    private final Process process;
    private final Backing backing;
    private final Path dir;
    private final Path console;
    private final Cleanup cleanup;
    private final Runnable end;
    private final CommandPort commands;
    private final Qmp monitor;
    private final PlatformPort platform;
    private final CpuWait cpuWait;
    private final long inherited;
    private @Nullable Snapshot original;
    private List<FileTime> originalWritten = List.of();

    private QemuMachine(
            Process process,
            MachineSpec spec,
            Backing backing,
            Path dir,
            Path console,
            long inherited,
            Cleanup cleanup,
            Runnable end)
            throws IOException {
        this.process = process;
        this.backing = backing;
        this.dir = dir;
        this.console = console;
        this.cleanup = cleanup;
        this.inherited = inherited;
        this.end = end;
        cpuWait = new CpuWait(process);
        commands = new CommandPort(Connection.to(dir.resolve("command"), process));
        monitor = new Qmp(Connection.to(dir.resolve("monitor"), process));
        platform = new PlatformPort(Connection.to(dir.resolve("platform"), process), monitor, spec.memoryMib());
    }

    /**
     * Starts a machine with an empty NVDIMM.
     *
     * @param console where its console goes; replaced if it exists
     * @throws SurroundingsException if QEMU does not start
     */
    public static QemuMachine start(MachineSpec spec, Path console, Cleanup cleanup) {
        return start(spec, console, cleanup, false);
    }

    /** The same for a machine that is to be saved. */
    public static QemuMachine startToSave(MachineSpec spec, Path console, Cleanup cleanup) {
        return start(spec, console, cleanup, true);
    }

    private static QemuMachine start(MachineSpec spec, Path console, Cleanup cleanup, boolean toSave) {
        return prepare(spec, cleanup, dir -> {
            Backing backing = Backing.empty(spec, dir, toSave);
            Files.deleteIfExists(console);
            Confined confined = Confined.of(QemuArguments.of(spec, backing, dir, console), spec, backing, dir, console);
            return launch(silent(confined, dir), spec, backing, dir, console, confined, cleanup);
        });
    }

    /**
     * Starts a machine as a copy of a saved one; it goes on where that one was stopped. It cannot be saved itself.
     *
     * @param console where its console goes; it begins with what the saved machine had printed
     * @throws SurroundingsException if QEMU does not start or the saved state does not fit
     */
    public static QemuMachine resume(MachineSpec spec, Snapshot snapshot, Path console, Cleanup cleanup) {
        return resume(spec, snapshot, console, cleanup, dir -> Backing.of(snapshot));
    }

    /** The same for a machine that is to be saved itself, which takes longer. */
    public static QemuMachine resumeToSave(MachineSpec spec, Snapshot snapshot, Path console, Cleanup cleanup) {
        return resume(spec, snapshot, console, cleanup, dir -> Backing.copyOf(snapshot, dir));
    }

    private void copyOf(Snapshot snapshot, List<FileTime> written) {
        original = snapshot;
        originalWritten = written;
    }

    /** That QEMU maps a saved machine privately is its own doing: it is looked at, since the next copies go on from there. */
    private void checkOriginal() {
        Snapshot snapshot = original;
        try {
            if (snapshot != null
                    && Files.exists(snapshot.folder())
                    && !snapshot.written().equals(originalWritten)) {
                Cache.delete(snapshot.folder());
                throw new SurroundingsException("QEMU wrote to the saved machine " + snapshot.folder()
                        + ", which was removed: what ran on copies of it says nothing");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Finds or makes the files behind a machine. */
    private interface BackingFiles {
        Backing in(Path dir) throws IOException;
    }

    private static QemuMachine resume(
            MachineSpec spec, Snapshot snapshot, Path console, Cleanup cleanup, BackingFiles files) {
        return prepare(spec, cleanup, dir -> {
            Backing backing = files.in(dir);
            Files.copy(snapshot.console(), console, StandardCopyOption.REPLACE_EXISTING);
            List<String> arguments = new ArrayList<>(QemuArguments.of(spec, backing, dir, console));
            arguments.addAll(List.of("-incoming", "defer"));
            if (!backing.shared()) {
                snapshot.letOpen();
            }
            List<FileTime> written = snapshot.written();
            Confined confined = Confined.of(arguments, spec, backing, dir, console);
            QemuMachine machine = launch(silent(confined, dir), spec, backing, dir, console, confined, cleanup);
            try {
                machine.copyOf(snapshot, written);
                new Migration(machine.monitor, dir).load(snapshot.state());
                return machine;
            } catch (IOException | RuntimeException e) {
                machine.close();
                throw e;
            }
        });
    }

    /**
     * Starts a machine with an empty NVDIMM whose console is this process's own terminal.
     *
     * @param console a copy of everything the console says; replaced if it exists
     * @throws SurroundingsException if QEMU does not start
     */
    public static QemuMachine interactive(MachineSpec spec, Path console, Cleanup cleanup) {
        return prepare(spec, cleanup, dir -> {
            Backing backing = Backing.empty(spec, dir, false);
            Files.deleteIfExists(console);
            List<String> arguments = QemuArguments.interactive(spec, backing, dir, console);
            Confined confined = Confined.onTerminal(arguments, spec, backing, dir, console);
            Start terminal = () -> Conversation.onTerminal(confined.command());
            return launch(terminal, spec, backing, dir, console, confined, cleanup);
        });
    }

    /** Does the work in a folder of its own; whatever goes wrong is our surroundings' fault, and removes it. */
    private static QemuMachine prepare(MachineSpec spec, Cleanup cleanup, Preparation work) {
        try {
            Room.need(Abandoned.folder(), RUNNING_MIB, "a running machine");
            return cleanup.making(() -> {
                // Short, because a Unix socket's path has at most 107 bytes (unix(7)).
                Path dir = Files.createTempDirectory(
                        Abandoned.folder(), Abandoned.PREFIX + Owner.self().text() + "-");
                try {
                    PlatformFiles.write(dir);
                    return work.in(dir);
                } catch (IOException | RuntimeException e) {
                    Cache.delete(dir);
                    throw e;
                }
            });
        } catch (IOException e) {
            throw new SurroundingsException("cannot start " + spec.qemu() + ": " + e.getMessage(), e);
        }
    }

    /** What is done in a machine's folder before it runs. */
    private interface Preparation {
        QemuMachine in(Path dir) throws IOException;
    }

    /**
     * Stops the machine for good and saves it.
     *
     * @param folder an empty folder of the caller's
     * @throws SurroundingsException if this QEMU cannot save it
     */
    public Snapshot save(Path folder) {
        if (!backing.shared()) {
            throw new IllegalStateException("what this machine wrote is not in its files");
        }
        Snapshot snapshot = new Snapshot(folder);
        try {
            new Migration(monitor, dir).save(snapshot.state());
            snapshot.take(backing, console);
            return snapshot;
        } catch (IOException e) {
            throw new SurroundingsException("cannot save the machine: " + e.getMessage(), e);
        }
    }

    private interface Start {
        Process start() throws IOException;
    }

    private static Start silent(Confined confined, Path dir) {
        return () -> Conversation.silent(confined.command(), dir.resolve("stderr"));
    }

    private static QemuMachine launch(
            Start program,
            MachineSpec spec,
            Backing backing,
            Path dir,
            Path console,
            Confined confined,
            Cleanup cleanup)
            throws IOException {
        Path errors = dir.resolve("stderr");
        long inherited = Files.exists(console) ? Files.size(console) : 0;
        Process process = program.start();
        Runnable end = () -> {
            ProcessTree.end(process.toHandle());
            confined.takeBack(console);
            Cache.delete(dir);
        };
        cleanup.register(end);
        try {
            return new QemuMachine(process, spec, backing, dir, console, inherited, cleanup, end);
        } catch (IOException e) {
            String said = Files.exists(errors) ? Files.readString(errors).strip() : "";
            end.run();
            cleanup.forget(end);
            throw new IOException(said.isEmpty() ? e.getMessage() : said, e);
        }
    }

    /** Sends one line to the guest's command port. */
    public void send(String line) {
        commands.send(line);
    }

    /**
     * Raises a machine check.
     *
     * @return true if the emulator did
     * @throws SurroundingsException if the monitor is gone
     */
    public boolean raise(MachineCheckRecord record) {
        try {
            return platform.raise(record);
        } catch (IOException e) {
            throw new SurroundingsException("QEMU's monitor does not answer: " + e.getMessage(), e);
        }
    }

    /**
     * Lets a page of the machine's CXL device have poison, and tells nobody.
     *
     * @param address of a byte of the page, as the device counts
     * @return true if the emulator did
     * @throws SurroundingsException if the monitor is gone
     */
    public boolean poisonDevice(long address) {
        try {
            return platform.poisonDevice(address);
        } catch (IOException e) {
            throw new SurroundingsException("QEMU's monitor does not answer: " + e.getMessage(), e);
        }
    }

    /** Does what the guest has commanded its platform since the last call; to be called often while the guest runs. */
    public void servePlatform() {
        platform.poll();
    }

    /** What the platform did since the last call, in words. */
    public List<String> platformRecords() {
        platform.poll();
        return platform.takeRecords();
    }

    /** What the guest writes to its command port from now on; from the first call on nobody else reads it. */
    public ReadableByteChannel written() {
        return commands.written();
    }

    /** Stops the guest's clock and CPUs; a debugger, or nobody, lets them go on. */
    public void pause() {
        monitored(() -> monitor.execute("stop", monitor.arguments()));
    }

    /**
     * Opens QEMU's stub for gdb (QEMU manual, "GDB usage").
     *
     * @return the socket for gdb's "target remote"
     */
    public Path openGdb() {
        Path socket = dir.resolve("gdb");
        monitored(() -> monitor.human("gdbserver unix:" + socket + ",server=on,wait=off"));
        return socket;
    }

    /** Something that the monitor is asked. */
    private interface Asking {
        Object ask() throws IOException;
    }

    private static void monitored(Asking asking) {
        try {
            var unused = asking.ask();
        } catch (IOException e) {
            throw new SurroundingsException("QEMU's monitor does not answer: " + e.getMessage(), e);
        }
    }

    /** How long QEMU was ready to run and had no CPU, since the first call, in nanoseconds. */
    public long waitedForCpu() {
        return cpuWait.nanos();
    }

    /** How many bytes the guest wrote to its ports that nobody wanted: all to the platform's, and to its command port unless it is read. */
    public long unasked() {
        return commands.unasked() + platform.taken();
    }

    /** True while QEMU runs. A guest that panics, resets or powers off ends it. */
    public boolean alive() {
        return process.isAlive();
    }

    /**
     * The signal that QEMU died of; 0 while it runs, and where it ended by itself. A guest cannot end it so: either this machine did, or
     * it has a defect.
     */
    public int signal() {
        return process.isAlive() ? 0 : Math.max(0, process.exitValue() - SIGNALLED);
    }

    /** Where its files are, the guest's memory among them. */
    public Path folder() {
        return dir;
    }

    /** Where the console goes. */
    public Path console() {
        return console;
    }

    /** Bytes at the begin of the console that another machine printed, from which this one is a copy. */
    public long inherited() {
        return inherited;
    }

    /** What QEMU itself printed; empty as a rule. */
    public String complaints() {
        try {
            Path errors = dir.resolve("stderr");
            return Files.exists(errors) ? Files.readString(errors).strip() : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        monitor.close();
        platform.close();
        commands.close();
        end.run();
        cleanup.forget(end);
        checkOriginal();
    }
}
