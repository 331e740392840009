/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.poison;

/**
 * madvise(2) with MADV_SOFT_OFFLINE: the same request as {@link SoftOffline}, with a reference to the page that the call has taken
 * and that soft_offline_page() in mm/memory-failure.c drops, whatever it answers.
 */
final class MadviseSoftOffline implements PoisonMethod {
    @Override
    public String id() {
        return "madvise-soft-offline";
    }

    @Override
    public boolean failsPage() {
        return false;
    }

    @Override
    public boolean reachesMetadata() {
        return false;
    }
}
