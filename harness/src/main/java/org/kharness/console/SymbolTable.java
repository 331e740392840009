/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.kharness.failure.InputException;
import org.kharness.process.Command;
import org.kharness.process.CommandResult;

/** Where the functions of a vmlinux are, as nm(1) tells. */
final class SymbolTable {
    private static final int HEX = 16;
    private static final long PADDING = 64;

    /**
     * A function.
     *
     * @param address its first byte
     * @param size its length in bytes; 0 where the file does not tell
     */
    private record Symbol(long address, long size) {}

    private final Map<String, List<Symbol>> symbols;

    private SymbolTable(Map<String, List<Symbol>> symbols) {
        this.symbols = symbols;
    }

    /**
     * Reads the table of this file.
     *
     * @throws InputException if it has none
     */
    static SymbolTable of(Path vmlinux) {
        Map<String, List<Symbol>> symbols = new HashMap<>();
        CommandResult result = Command.of("nm", "--print-size", "--defined-only", vmlinux.toString())
                .keepErrorApart()
                .eachLine(line -> add(symbols, line))
                .run();
        if (!result.ok() || symbols.isEmpty()) {
            throw new InputException(vmlinux + ": no symbols in this file; a vmlinux with symbols is needed");
        }
        return new SymbolTable(symbols);
    }

    /**
     * The address of a place in a function.
     *
     * @param function the name as printed
     * @param offset as printed, "0x1f/0x40": bytes into the function, then its size
     * @return empty where no function of that name and size is in the file, or several of them are
     */
    OptionalLong address(String function, String offset) {
        int slash = offset.indexOf('/');
        if (slash < 0) {
            return OptionalLong.empty();
        }
        try {
            long into = Long.decode(offset.substring(0, slash));
            long size = Long.decode(offset.substring(slash + 1));
            long[] found = symbols.getOrDefault(function, List.of()).stream()
                    .filter(s -> sizeAgrees(s, size))
                    .mapToLong(Symbol::address)
                    .distinct()
                    .toArray();
            return found.length == 1 ? OptionalLong.of(found[0] + into) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Where this function begins; empty where the file has none of that name. */
    OptionalLong start(String function) {
        return symbols.getOrDefault(function, List.of()).stream()
                .mapToLong(Symbol::address)
                .findFirst();
    }

    /** kallsyms takes the distance to the next symbol as size, which counts the padding between functions too. */
    private static boolean sizeAgrees(Symbol symbol, long printed) {
        return symbol.size == 0 || (printed >= symbol.size && printed < symbol.size + PADDING);
    }

    /** A line such as "ffffffff81000000 0000000000000040 T foo"; without size in what assembler code does not tell. */
    private static void add(Map<String, List<Symbol>> symbols, String line) {
        String[] words = line.split(" +", -1);
        boolean sized = words.length == 4;
        if (!sized && words.length != 3) {
            return;
        }
        String kind = words[words.length - 2];
        if (!kind.equalsIgnoreCase("t") && !kind.equalsIgnoreCase("w")) {
            return;
        }
        try {
            long address = Long.parseUnsignedLong(words[0], HEX);
            long size = sized ? Long.parseUnsignedLong(words[1], HEX) : 0;
            symbols.computeIfAbsent(words[words.length - 1], name -> new ArrayList<>(1))
                    .add(new Symbol(address, size));
        } catch (NumberFormatException e) {
            // A warning of nm's among the symbols.
        }
    }
}
