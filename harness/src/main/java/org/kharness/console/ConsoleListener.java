/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

/**
 * Is told what a serial log says while it is read. Lines, events and damages come in the order of the log; a report
 * comes when its end has been seen, so after lines that follow it.
 */
public interface ConsoleListener {
    /** A line; one that is torn by a kernel message comes as several with the same number. */
    default void line(ConsoleLine line) {}

    /** The guest agent reported something; its line was told before. */
    default void event(GuestEvent event) {}

    /** The kernel complained. */
    default void report(KernelReport report) {}

    /** A place that cannot be trusted. */
    default void damage(ConsoleLog.Damage damage) {}
}
