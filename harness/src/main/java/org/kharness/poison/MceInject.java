/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.poison;

import java.util.Optional;

/** A software-injected machine check record by debugfs mce-inject (arch/x86/kernel/cpu/mce/inject.c). */
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
        return Optional.of("/sys/kernel/debug/mce-inject/bank");
    }
}
