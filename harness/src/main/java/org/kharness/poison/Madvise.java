/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.poison;

import java.util.Optional;

/** madvise(2) with MADV_HWPOISON: memory_failure() runs in the caller, who therefore counts as the one that hit the error. */
final class Madvise implements PoisonMethod {
    @Override
    public String id() {
        return "madvise";
    }

    @Override
    public Delivery toPoisoner() {
        return Delivery.ACTION_REQUIRED;
    }

    @Override
    public boolean reachesMetadata() {
        return false;
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
