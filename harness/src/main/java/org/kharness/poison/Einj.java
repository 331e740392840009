/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.poison;

import java.util.Optional;

/**
 * The kernel's einj driver, as a tester uses it (Documentation/firmware-guide/acpi/apei/einj.rst), on the platform that the
 * harness emulates. A CPU that comes across an uncorrected error reports one that nobody has used yet.
 *
 * @param kind what is injected
 */
record Einj(Kind kind) implements PoisonMethod {
    /** What is injected, and what of it the kernel notices. */
    enum Kind {
        UNCORRECTABLE("einj", true, HANDLED),
        /** Found when the kernel next polls the banks; then nothing is done about one. */
        CORRECTABLE("einj-correctable", false, "Machine check events logged"),
        /** The machine panics, so there is nothing to wait for. */
        FATAL("einj-fatal", false, ""),
        /** The error is in memory, and no CPU comes across it. */
        NOT_TRIGGERED("einj-notrigger", false, "");

        private final String id;
        private final boolean badblock;
        private final String handled;

        Kind(String id, boolean badblock, String handled) {
            this.id = id;
            this.badblock = badblock;
            this.handled = handled;
        }
    }

    @Override
    public String id() {
        return kind.id;
    }

    @Override
    public boolean addsBadblock() {
        return kind.badblock;
    }

    @Override
    public boolean failsPage() {
        return kind.badblock;
    }

    @Override
    public Optional<String> handledLine() {
        return Optional.of(kind.handled).filter(line -> !line.isEmpty());
    }

    @Override
    public boolean takesMask() {
        return true;
    }

    /** The driver makes this file where it knows where to write an address (ACPI 5). */
    @Override
    public Optional<String> neededFile() {
        return Optional.of("/sys/kernel/debug/apei/einj/param1");
    }
}
