/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

/**
 * Is told what a serial log says while it is read. Lines, events and damages come in the order of the log.
 * Reports and hardware events come in the order in which they begin, but only when their ends have been seen, so after
 * lines that follow them.
 */
public interface ConsoleListener {
    /** A line; one that is torn by a kernel message comes as several with the same number. */
    default void line(ConsoleLine line) {}

    /** The guest agent reported something; its line was told before. */
    default void event(GuestEvent event) {}

    /** The kernel complained. */
    default void report(KernelReport report) {}

    /** Hardware was in trouble, be it real or poisoned on purpose. */
    default void hardware(HardwareEvent event) {}

    /**
     * False where {@link #line} does nothing: then lines that no report, event or damage can begin with need not be looked
     * at closely, which is most of the work.
     */
    default boolean wantsLines() {
        return true;
    }

    /** A place that cannot be trusted. */
    default void damage(ConsoleLog.Damage damage) {}
}
