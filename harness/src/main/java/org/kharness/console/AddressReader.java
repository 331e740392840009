/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.Conversation;

/**
 * One addr2line(1) that lives as long as this object: reading a vmlinux's debug information takes seconds, an address
 * after that takes none.
 */
final class AddressReader implements AutoCloseable {
    /** No function is there: its answer marks the end of another one's. */
    private static final String END = "0x0";

    /**
     * A function at an address.
     *
     * @param function its name
     * @param source file and line; "??:0" where the debug information does not tell
     */
    record Place(String function, String source) {}

    private final Process process;
    private final Writer in;
    private final BufferedReader out;

    /**
     * A reader of this file.
     *
     * @param section which addresses are offsets into, as in a module, which has none of its own yet; empty for a file
     *     whose addresses are final
     */
    AddressReader(Path file, String section) {
        List<String> line = new ArrayList<>(List.of("addr2line", "-f", "-i", "-a", "-e", file.toString()));
        if (!section.isEmpty()) {
            line.addAll(List.of("-j", section));
        }
        try {
            process = Conversation.piped(line);
        } catch (IOException e) {
            throw new SurroundingsException("cannot run addr2line: " + e.getMessage() + "; install binutils", e);
        }
        in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII);
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** What is at this address: what was inlined there first, the function itself last; empty where nothing is known. */
    List<Place> at(long address) {
        try {
            in.write("0x" + Long.toHexString(address) + "\n" + END + "\n");
            in.flush();
            return answer();
        } catch (IOException e) {
            throw new SurroundingsException("addr2line ended early: " + e.getMessage() + "; is the vmlinux whole?", e);
        }
    }

    /** Address, then function and place by turns, then the end mark's address, function and place. */
    private List<Place> answer() throws IOException {
        List<Place> places = new ArrayList<>();
        line();
        String function = line();
        while (!function.startsWith("0x")) {
            places.add(new Place(function, line()));
            function = line();
        }
        line();
        line();
        places.removeIf(p -> p.function.equals("??"));
        return places;
    }

    private String line() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("end of its output");
        }
        return line;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
