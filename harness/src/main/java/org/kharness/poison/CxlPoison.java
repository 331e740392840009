/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.poison;

import java.util.Optional;

/**
 * Poison that a CXL device has on its list (CXL 3.0 specification, 8.2.9.8.4). The kernel learns of it when somebody asks for the
 * list, and does no more than trace it: no page fails.
 *
 * @param kind who put it there
 */
record CxlPoison(Kind kind) implements PoisonMethod {
    /** Who put it there. */
    enum Kind {
        /** The kernel's own driver, through inject_poison in debugfs: one line of 64 bytes. */
        INJECTED("cxl-inject", "/sys/kernel/debug/cxl/mem0/inject_poison"),
        /** The device, as if it had found it: a page. */
        DEVICE("cxl-device", "/sys/bus/cxl/devices/mem0/trigger_poison_list");

        private final String id;
        private final String file;

        Kind(String id, String file) {
            this.id = id;
            this.file = file;
        }
    }

    @Override
    public String id() {
        return kind.id;
    }

    @Override
    public boolean failsPage() {
        return false;
    }

    @Override
    public Optional<String> neededFile() {
        return Optional.of(kind.file);
    }

    @Override
    public boolean poisonsDevice() {
        return kind == Kind.DEVICE;
    }
}
