/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.List;

/**
 * A serial log as it was read.
 *
 * @param lines every line, in order
 * @param events the guest agent's reports, in order
 * @param reports the kernel's complaints, by first line
 * @param hardware what hardware did, by first line; reports of nothing else are not among the complaints
 * @param damages places where a guest event line is torn or the log is cut
 */
public record ConsoleLog(
        List<ConsoleLine> lines,
        List<GuestEvent> events,
        List<KernelReport> reports,
        List<HardwareEvent> hardware,
        List<Damage> damages) {
    public ConsoleLog {
        lines = List.copyOf(lines);
        events = List.copyOf(events);
        reports = List.copyOf(reports);
        hardware = List.copyOf(hardware);
        damages = List.copyOf(damages);
    }

    /**
     * A place that cannot be trusted.
     *
     * @param line where, from 1
     * @param what what is wrong, in words
     */
    public record Damage(int line, String what) {}
}
