/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kharness.console.KernelReport.Frame;
import org.kharness.failure.InputException;
import org.kharness.failure.SurroundingsException;

/**
 * Adds file, line and inlined functions to the frames of reports, from the vmlinux of the kernel that printed them.
 * Needs nm and addr2line (binutils). A frame whose function is not in the file with the size that the log names is of
 * another build and stays as it is. Not for use by several threads at a time.
 */
public final class Symboliser implements AutoCloseable {
    /** A source file at the top of every kernel tree, which shows where the tree was when it was built. */
    private static final String LANDMARK = "init/main.c";

    private static final Pattern MODULE = Pattern.compile("\\w+\\.ko(?:\\.debug)?");

    /** Nothing in a path is this: the file does not tell where the tree was. */
    private static final String UNKNOWN = "\0";

    /** The section that a module's functions are in, but for those that run once. */
    private static final String TEXT = ".text";

    private final ObjectFile kernel;
    private final @Nullable Path modules;
    private final Map<String, Optional<ObjectFile>> opened = new HashMap<>();
    private final String top;

    /** A file with symbols, and what it was asked before. */
    private record ObjectFile(SymbolTable table, AddressReader addresses, Map<Long, List<AddressReader.Place>> known) {
        List<AddressReader.Place> at(long address) {
            return known.computeIfAbsent(address, addresses::at);
        }
    }

    private Symboliser(ObjectFile kernel, @Nullable Path modules, String top) {
        this.kernel = kernel;
        this.modules = modules;
        this.top = top;
    }

    /**
     * Opens a vmlinux.
     *
     * @throws InputException if it is not there or has no symbols
     * @throws SurroundingsException if nm or addr2line cannot be run
     */
    public static Symboliser open(Path vmlinux) {
        return open(vmlinux, null);
    }

    /**
     * Opens a vmlinux and a folder of its modules.
     *
     * @param modules a folder with files such as xfs.ko, at any depth: a build folder or one of /lib/modules; null for none
     * @throws InputException if one of them is not there, or the vmlinux has no symbols
     * @throws SurroundingsException if nm or addr2line cannot be run
     */
    public static Symboliser open(Path vmlinux, @Nullable Path modules) {
        if (!Files.isReadable(vmlinux)) {
            throw new InputException(vmlinux + ": cannot be read");
        }
        if (modules != null && !Files.isDirectory(modules)) {
            throw new InputException(modules + ": is no folder");
        }
        ObjectFile kernel = new ObjectFile(SymbolTable.of(vmlinux), new AddressReader(vmlinux, ""), new HashMap<>());
        return new Symboliser(kernel, modules, top(kernel));
    }

    /** False where the vmlinux has no debug information, so that nothing can be added. */
    public boolean tellsLines() {
        return !top.equals(UNKNOWN);
    }

    /** The report with what the vmlinux tells about its frames; inlined functions become frames of their own. */
    public KernelReport symbolise(KernelReport report) {
        List<Frame> pointer = new ArrayList<>();
        // The instruction pointer is where it is; a frame's address is where its call returns to.
        report.pointer().forEach(frame -> pointer.addAll(symbolise(frame, 0)));
        List<Frame> frames = new ArrayList<>();
        report.frames().forEach(frame -> frames.addAll(symbolise(frame, 1)));
        boolean told = !report.place().isEmpty() || pointer.isEmpty();
        return report.withSources(told ? report.place() : pointer.get(0).source(), pointer, frames);
    }

    private List<Frame> symbolise(Frame frame, int back) {
        Optional<ObjectFile> file = frame.module().isEmpty() ? Optional.of(kernel) : module(frame.module());
        if (!frame.source().isEmpty() || file.isEmpty()) {
            return List.of(frame);
        }
        OptionalLong address = file.get().table().address(frame.function(), frame.offset());
        if (address.isEmpty()) {
            return List.of(frame);
        }
        List<AddressReader.Place> places = file.get().at(address.getAsLong() - back);
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            boolean inlined = i < places.size() - 1;
            frames.add(new Frame(
                    inlined ? places.get(i).function() : frame.function(),
                    inlined ? "" : frame.offset(),
                    frame.module(),
                    source(places.get(i)),
                    inlined,
                    frame.reliable()));
        }
        return frames.isEmpty() ? List.of(frame) : frames;
    }

    private String source(AddressReader.Place place) {
        String source = place.source().replaceFirst(" \\(discriminator \\d+\\)$", "");
        if (source.startsWith("??") || source.endsWith(":?")) {
            return "";
        }
        String inTree = source.startsWith(top) ? source.substring(top.length()) : source;
        return inTree.replace("/./", "/").replaceFirst("^\\./", "");
    }

    private Optional<ObjectFile> module(String name) {
        return opened.computeIfAbsent(name, n -> find(n).map(this::openModule));
    }

    private ObjectFile openModule(Path file) {
        return new ObjectFile(SymbolTable.of(file), new AddressReader(file, TEXT), new HashMap<>());
    }

    /** A module's file has dashes where its name has underscores; one with debug information beside it comes first. */
    private Optional<Path> find(String name) {
        if (modules == null) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(modules)) {
            return files.filter(f -> MODULE.matcher(f.getFileName().toString().replace('-', '_'))
                                    .matches()
                            && f.getFileName().toString().replace('-', '_').startsWith(name + ".ko"))
                    .max(Comparator.comparing(f -> f.toString().endsWith(".debug")));
        } catch (IOException | UncheckedIOException e) {
            throw new InputException("cannot look for modules in " + modules + ": " + e.getMessage(), e);
        }
    }

    private static String top(ObjectFile kernel) {
        OptionalLong start = kernel.table().start("start_kernel");
        if (start.isPresent()) {
            for (AddressReader.Place place : kernel.at(start.getAsLong())) {
                int at = place.source().indexOf(LANDMARK);
                if (at > 0) {
                    return place.source().substring(0, at);
                }
            }
        }
        return UNKNOWN;
    }

    @Override
    public void close() {
        kernel.addresses().close();
        opened.values().forEach(file -> file.ifPresent(f -> f.addresses().close()));
    }
}
