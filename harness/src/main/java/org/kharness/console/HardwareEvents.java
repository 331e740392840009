/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kharness.console.HardwareEvent.Kind;

/** Puts a hardware event together while its lines come. */
final class HardwareEvents {
    private final ConsoleLine first;
    private final Kind kind;
    private String severity;
    private String what;
    private int lastLine;
    private String pfn = "";
    private String address = "";
    private String task = "";
    private int cpu = -1;
    private int bank = -1;
    private String status = "";
    private String device = "";

    HardwareEvents(ConsoleLine first, Kind kind, String severity, String what) {
        this.first = first;
        this.kind = kind;
        this.severity = severity;
        this.what = what;
        lastLine = first.number();
    }

    HardwareEvents until(ConsoleLine line) {
        lastLine = line.number();
        return this;
    }

    HardwareEvents severity(String value) {
        severity = value;
        return this;
    }

    HardwareEvents what(String value) {
        what = value;
        return this;
    }

    HardwareEvents pfn(String value) {
        pfn = value.startsWith("0x") ? value : "0x" + value;
        return this;
    }

    /** The address as printed, in hexadecimal without "0x"; its page is the event's unless that is told. */
    HardwareEvents address(String value) {
        address = "0x" + value;
        pfn = pfn.isEmpty() ? HardwareReader.pfn(value) : pfn;
        return this;
    }

    HardwareEvents task(String value) {
        task = value;
        return this;
    }

    HardwareEvents bank(int ofCpu, int number, String register) {
        cpu = ofCpu;
        bank = number;
        status = register.isEmpty() ? "" : "0x" + register;
        return this;
    }

    HardwareEvents device(@Nullable String value) {
        device = value == null ? "" : value;
        return this;
    }

    int lastLine() {
        return lastLine;
    }

    HardwareEvent event() {
        return new HardwareEvent(
                first.number(),
                lastLine,
                first.time(),
                kind,
                severity,
                what,
                pfn,
                address,
                task,
                cpu,
                bank,
                status,
                device);
    }

    /** The report that an event is worth by itself. */
    static KernelReport report(ReportType type, String title, HardwareEvent event, boolean fatal) {
        String device = event.device();
        return new KernelReport(
                type,
                device.isEmpty() ? title : title + " (" + device + ")",
                "",
                "",
                device,
                event.task(),
                event.cpu(),
                List.of(),
                List.of(),
                event.firstLine(),
                event.lastLine(),
                "",
                Signature.of(type, title),
                fatal,
                false);
    }
}
