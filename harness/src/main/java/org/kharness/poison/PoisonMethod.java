/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.poison;

import java.util.Optional;

/**
 * One way to poison a page. Another way is one more class here, one line in {@link PoisonMethods} and one in the plan
 * schema.
 */
public interface PoisonMethod {
    /** The name used in plans and by the guest agent. */
    String id();

    /** What the poisoning process itself is sent. Every other process that is told gets an action-optional signal. */
    Delivery toPoisoner();

    /** False where the way only works on a page that a process has mapped. */
    boolean reachesMetadata();

    /** True where the platform's error record makes the nfit driver add a bad block (drivers/acpi/nfit/mce.c). */
    boolean addsBadblock();

    /**
     * The QEMU monitor command that raises the error from outside.
     *
     * @param physical the guest physical address of the byte to poison
     * @return empty where the guest does it by itself
     */
    Optional<String> monitorCommand(long physical);
}
