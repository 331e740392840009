/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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

    private final SymbolTable table;
    private final AddressReader addresses;
    private final String top;
    private final Map<Long, List<AddressReader.Place>> known = new HashMap<>();

    private Symboliser(SymbolTable table, AddressReader addresses, String top) {
        this.table = table;
        this.addresses = addresses;
        this.top = top;
    }

    /**
     * Opens a vmlinux.
     *
     * @throws InputException if it is not there or has no symbols
     * @throws SurroundingsException if nm or addr2line cannot be run
     */
    public static Symboliser open(Path vmlinux) {
        if (!Files.isReadable(vmlinux)) {
            throw new InputException(vmlinux + ": cannot be read");
        }
        SymbolTable table = SymbolTable.of(vmlinux);
        AddressReader addresses = new AddressReader(vmlinux);
        return new Symboliser(table, addresses, top(table, addresses));
    }

    /** The report with what the vmlinux tells about its frames; inlined functions become frames of their own. */
    public KernelReport symbolise(KernelReport report) {
        List<Frame> frames = new ArrayList<>();
        report.frames().forEach(frame -> frames.addAll(symbolise(frame)));
        return report.withFrames(frames);
    }

    private List<Frame> symbolise(Frame frame) {
        if (!frame.source().isEmpty() || !frame.module().isEmpty()) {
            return List.of(frame);
        }
        OptionalLong address = table.address(frame.function(), frame.offset());
        if (address.isEmpty()) {
            return List.of(frame);
        }
        // A frame's address is where its call returns to, which may be the next line already.
        List<AddressReader.Place> places = known.computeIfAbsent(address.getAsLong() - 1, addresses::at);
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            boolean inlined = i < places.size() - 1;
            frames.add(new Frame(
                    inlined ? places.get(i).function() : frame.function(),
                    inlined ? "" : frame.offset(),
                    "",
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

    private static String top(SymbolTable table, AddressReader addresses) {
        OptionalLong start = table.start("start_kernel");
        if (start.isPresent()) {
            for (AddressReader.Place place : addresses.at(start.getAsLong())) {
                int at = place.source().indexOf(LANDMARK);
                if (at > 0) {
                    return place.source().substring(0, at);
                }
            }
        }
        return "\0";
    }

    @Override
    public void close() {
        addresses.close();
    }
}
