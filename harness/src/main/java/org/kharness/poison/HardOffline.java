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
    public Optional<String> neededFile() {
        return Optional.of("/sys/devices/system/memory/hard_offline_page");
    }
}
