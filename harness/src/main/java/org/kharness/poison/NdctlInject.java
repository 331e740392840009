/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.poison;

import java.util.Optional;

/**
 * Errors that firmware is told to have (ndctl-inject-error(1)) and the kernel learns of by a notice or a scrub: bad blocks, and no
 * page that fails. Plans inject with a step of its own, since the errors have places in a namespace and no address.
 */
final class NdctlInject implements PoisonMethod {
    @Override
    public String id() {
        return "ndctl-inject";
    }

    @Override
    public boolean reachesPages() {
        return false;
    }

    @Override
    public boolean failsPage() {
        return false;
    }

    @Override
    public Optional<String> neededFile() {
        return Optional.of("/sys/devices/platform/nfit_test.0");
    }
}
