/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.poison;

import java.util.Optional;

/** A page frame number written to debugfs hwpoison/corrupt-pfn (mm/hwpoison-inject.c), from a process that does not map it. */
final class HwpoisonPfn implements PoisonMethod {
    @Override
    public String id() {
        return "hwpoison-pfn";
    }

    @Override
    public Optional<String> neededFile() {
        return Optional.of("/sys/kernel/debug/hwpoison/corrupt-pfn");
    }
}
