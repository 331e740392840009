/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.poison;

import java.util.Optional;

/** A physical address written to hard_offline_page in sysfs (drivers/base/memory.c). */
final class HardOffline implements PoisonMethod {
    @Override
    public String id() {
        return "hard-offline";
    }

    @Override
    public Delivery toPoisoner() {
        return Delivery.ACTION_OPTIONAL;
    }

    @Override
    public boolean reachesMetadata() {
        return true;
    }

    @Override
    public boolean addsBadblock() {
        return false;
    }

    @Override
    public Optional<String> monitorCommand(long physical) {
        return Optional.empty();
    }
}
