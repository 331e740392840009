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
    public boolean failsPage() {
        return false;
    }

    @Override
    public Optional<String> neededFile() {
        return Optional.of("/sys/devices/system/memory/soft_offline_page");
    }
}
