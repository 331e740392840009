/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.poison;

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
}
