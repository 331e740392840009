/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.poison;

import java.util.Optional;

/**
 * An uncorrected error without action, put by software where the kernel polls for it: the way of the mce-inject program
 * (/dev/mcelog, arch/x86/kernel/cpu/mce/inject.c).
 */
final class MceInject implements PoisonMethod {
    @Override
    public String id() {
        return "mce-inject";
    }

    @Override
    public boolean addsBadblock() {
        return true;
    }

    @Override
    public Optional<String> neededFile() {
        return Optional.of("/dev/mcelog");
    }
}
