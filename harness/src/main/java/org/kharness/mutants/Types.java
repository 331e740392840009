/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kharness.csource.CNode;

/** What a function's own text says of types: what it returns, and how it declares its parameters and variables. */
final class Types {
    private static final Set<String> SIGNED =
            Set.of("int", "long", "long int", "long long", "ssize_t", "loff_t", "s32", "s64");

    private static final Set<String> UNSIGNED = Set.of(
            "unsigned",
            "unsigned int",
            "unsigned long",
            "unsigned long long",
            "size_t",
            "u8",
            "u16",
            "u32",
            "u64",
            "pgoff_t",
            "sector_t",
            "phys_addr_t",
            "resource_size_t",
            "vm_fault_t",
            "dax_entry_t",
            "blk_status_t");

    private final String returned;
    private final Map<String, String> declared = new HashMap<>();

    private Types(String returned) {
        this.returned = returned;
    }

    static Types of(CNode function) {
        int pointers = 0;
        Optional<CNode> declarator = function.field("declarator");
        while (declarator.isPresent() && declarator.get().kind().equals("pointer_declarator")) {
            pointers++;
            declarator = declarator.get().field("declarator");
        }
        Types types = new Types(type(function) + "*".repeat(pointers));
        types.collect(function);
        return types;
    }

    private static String type(CNode node) {
        return node.field("type").map(t -> t.text().replaceAll("\\s+", " ")).orElse("");
    }

    private void collect(CNode node) {
        if (node.kind().equals("parameter_declaration") || node.kind().equals("declaration")) {
            node.children().forEach(c -> declare(type(node), c));
        }
        node.children().forEach(this::collect);
    }

    /** A name whose declarations differ, as those of two blocks may, has no type. */
    private void declare(String type, CNode declarator) {
        switch (declarator.kind()) {
            case "identifier" -> declared.merge(declarator.text(), type, (old, now) -> old.equals(now) ? old : "");
            case "pointer_declarator" -> declarator.field("declarator").ifPresent(d -> declare(type + "*", d));
            case "init_declarator" -> declarator.field("declarator").ifPresent(d -> declare(type, d));
            default -> {}
        }
    }

    /** True if both are names of one type, which is known. */
    boolean same(CNode a, CNode b) {
        if (!a.kind().equals("identifier")
                || !b.kind().equals("identifier")
                || a.text().equals(b.text())) {
            return false;
        }
        String type = declared.getOrDefault(a.text(), "");
        return !type.isEmpty() && type.equals(declared.get(b.text()));
    }

    /** Another value that the function could return instead; empty where its type is not known. */
    Optional<String> other(String value) {
        if (returned.endsWith("*")) {
            return value.equals("NULL") ? Optional.empty() : Optional.of("NULL");
        }
        if (returned.equals("bool")) {
            return Optional.of("!(" + value + ")");
        }
        if (SIGNED.contains(returned)) {
            return Optional.of(value.matches("-[A-Z0-9]+|[1-9][0-9]*[LUlu]*") ? "0" : "-EIO");
        }
        if (UNSIGNED.contains(returned)) {
            return Optional.of(value.matches("0[LUlu]*") ? "1" : "0");
        }
        return Optional.empty();
    }
}
