/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.machine;

/** How QEMU executes guest code. */
public enum Accelerator {
    /** The host kernel's hypervisor. */
    KVM,
    /** QEMU's own translator: works everywhere, several times slower. */
    TCG
}
