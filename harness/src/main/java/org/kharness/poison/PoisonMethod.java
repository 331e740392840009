/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.poison;

import java.util.Optional;
import org.kharness.platform.MachineCheckRecord;

/**
 * One way to poison a page. Another way is one more class here, one line in {@link PoisonMethods} and one in the plan
 * schema. The defaults are those of a way that works from the guest on any page.
 */
public interface PoisonMethod {
    /** What mm/memory-failure.c prints last for every page it handled, in every release since 2.6.32. */
    String HANDLED = "recovery action for";

    /** The name used in plans and by the guest agent. */
    String id();

    /** What the poisoning process itself is sent. Every other process that is told gets an action-optional signal. */
    default Delivery toPoisoner() {
        return Delivery.ACTION_OPTIONAL;
    }

    /** False where the way only works on a page that a process has mapped. */
    default boolean reachesMetadata() {
        return true;
    }

    /** False where errors are put at places of a namespace by a step of their own, and the step that poisons a page is no use. */
    default boolean reachesPages() {
        return true;
    }

    /** True where the platform's error record makes the nfit driver add a bad block (drivers/acpi/nfit/mce.c). */
    default boolean addsBadblock() {
        return false;
    }

    /** False where the kernel is not to take the page for failed: a mere request, a corrected error, one that nobody met. */
    default boolean failsPage() {
        return true;
    }

    /** What the kernel prints once the page is dealt with; empty where it may print nothing. */
    default Optional<String> handledLine() {
        return failsPage() ? Optional.of(HANDLED) : Optional.empty();
    }

    /** A file that the guest must have for it; empty where none is needed. */
    default Optional<String> neededFile() {
        return Optional.empty();
    }

    /** True where the platform takes a mask that says which bits of the address count. */
    default boolean takesMask() {
        return false;
    }

    /**
     * The machine check that is raised from outside.
     *
     * @param physical the guest physical address of the byte to poison
     * @return empty where the guest does it by itself
     */
    default Optional<MachineCheckRecord> machineCheck(long physical) {
        return Optional.empty();
    }

    /** True where the memory device itself is told from outside to have poison, at an address as the device counts. */
    default boolean poisonsDevice() {
        return false;
    }
}
