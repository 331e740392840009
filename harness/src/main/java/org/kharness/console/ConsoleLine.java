/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

/**
 * One line of a serial log.
 *
 * @param number its place in the file, from 1
 * @param time seconds since boot as printk wrote them; NaN where the line has none
 * @param caller the printk caller id such as {@code T123} or {@code C0}, or "comm/pid" as a phone
 *     vendor's kernel has it; empty where the line has none
 * @param text the message without time, caller, log level, colours and carriage return
 */
public record ConsoleLine(int number, double time, String caller, String text) {
    /** The same line with another text. */
    ConsoleLine withText(String other) {
        return new ConsoleLine(number, time, caller, other);
    }
}
