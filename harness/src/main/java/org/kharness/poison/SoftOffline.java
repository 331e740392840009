/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.poison;

import java.util.Optional;

/** A physical address written to soft_offline_page in sysfs: a request to migrate the page away, which DAX must refuse. */
final class SoftOffline implements PoisonMethod {
    @Override
    public String id() {
        return "soft-offline";
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
