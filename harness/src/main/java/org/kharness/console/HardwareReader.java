/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kharness.console.HardwareEvent.Kind;

/**
 * Reads what the kernel prints of broken hardware (arch/x86/kernel/cpu/mce/core.c, drivers/acpi/apei/ghes.c,
 * drivers/firmware/efi/cper.c, drivers/edac, drivers/pci/pcie/aer.c, mm/memory-failure.c). Lines of one machine check bank
 * or of one firmware record make one event, which is told when another line comes.
 */
final class HardwareReader {
    /** Told of what is found. */
    interface Sink {
        void hardware(HardwareEvent event);

        void report(KernelReport report);
    }

    /** What of a line tells that it may be about hardware; every line that this class reads has one of them. */
    static final List<String> ANCHORS = List.of(
            "[Hardware Error]",
            "Memory failure: ",
            "MCE 0x",
            "EDAC ",
            "hardware memory error",
            "PCIe Bus Error: ",
            "Soft offlining page",
            "soft offline: 0x");

    private static final Pattern FAILURE = Pattern.compile(
            "^(?:Memory failure: |MCE )(?<pfn>0x[0-9a-f]+): (?:(?:recovery action for )?(?<page>.+?)(?: recovery)?: (?<result>Recovered|Failed|Ignored|Delayed)"
                    + "|(?<told>Sending SIGBUS to|Killing|forcibly killing) (?<comm>.{1,40}?):(?<pid>\\d+)(?: (?<why>.*))?|(?<else>.+))$");
    private static final Pattern ACCESS = Pattern.compile(
            "(?<what>[Uu]ncorrected hardware memory error in user-access) at (?:0x)?(?<address>[0-9a-f]+)");
    private static final Pattern OFFLINE =
            Pattern.compile("^(?:Soft offlining page|soft offline:) (?<pfn>(?:0x)?[0-9a-f]+)(?<what>.*)$");
    private static final Pattern EDAC =
            Pattern.compile("^EDAC (?<mc>\\w+): ?(?:(?<count>\\d+) )?(?<grade>CE|UE)\\b(?<what>.*)$");
    private static final Pattern EDAC_PAGE = Pattern.compile("page:(0x[0-9a-f]+)");
    private static final Pattern BUS = Pattern.compile(
            "^(?:(?:\\S+ )?(?<dev>[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\\.[0-7]):? )?(?:AER: )?PCIe Bus Error: severity=(?<grade>\\w+)(?: \\((?<how>[\\w-]+)\\))?, type=(?<type>[^,]+)");
    private static final int PAGE_SHIFT = 12;

    private final Sink sink;
    private final MachineCheckReader checks;
    private final FirmwareRecords records;

    HardwareReader(Sink sink) {
        this.sink = sink;
        checks = new MachineCheckReader(sink);
        records = new FirmwareRecords(sink);
    }

    /** Takes the next line, which need not be about hardware. */
    void line(ConsoleLine line) {
        String text = line.text();
        boolean marked = text.contains("[Hardware Error]");
        checks.line(line, marked);
        records.line(line, marked);
        if (marked) {
            return;
        }
        HardwareEvent event = single(line, text);
        if (event != null) {
            sink.hardware(event);
        }
    }

    /** True where an event's end has not been seen: any line may be that. */
    boolean open() {
        return checks.open() || records.open();
    }

    /** No line follows. */
    void end() {
        checks.end();
        records.end();
    }

    private @Nullable HardwareEvent single(ConsoleLine line, String text) {
        if (text.startsWith("Memory failure: ") || text.startsWith("MCE 0x")) {
            return failure(line, text);
        }
        if (text.startsWith("EDAC ")) {
            return edac(line, text);
        }
        if (text.contains("hardware memory error")) {
            Matcher m = ACCESS.matcher(text);
            return m.find()
                    ? new HardwareEvents(
                                    line,
                                    Kind.MACHINE_CHECK,
                                    "recoverable",
                                    m.group("what").toLowerCase(Locale.ROOT))
                            .address(m.group("address"))
                            .event()
                    : null;
        }
        if (text.contains("PCIe Bus Error: ")) {
            return bus(line, text);
        }
        Matcher m = OFFLINE.matcher(text);
        return m.find()
                ? new HardwareEvents(line, Kind.MEMORY_FAILURE, "", "soft offline" + m.group("what"))
                        .pfn(m.group("pfn"))
                        .event()
                : null;
    }

    private @Nullable HardwareEvent failure(ConsoleLine line, String text) {
        Matcher m = FAILURE.matcher(text);
        if (!m.find()) {
            return null;
        }
        String pfn = m.group("pfn");
        if (m.group("told") != null) {
            String why = m.group("why") == null ? "" : m.group("why");
            String how =
                    m.group("told").replace(" to", "").toLowerCase(Locale.ROOT).replace("sigbus", "SIGBUS");
            return new HardwareEvents(line, Kind.SIGBUS, "", (how + " " + why).strip())
                    .pfn(pfn)
                    .task(m.group("comm") + "/" + m.group("pid"))
                    .event();
        }
        if (m.group("result") == null) {
            return new HardwareEvents(line, Kind.MEMORY_FAILURE, "", m.group("else"))
                    .pfn(pfn)
                    .event();
        }
        String result = m.group("result");
        String what = "recovery action for " + m.group("page");
        HardwareEvent event = new HardwareEvents(line, Kind.MEMORY_FAILURE, result, what)
                .pfn(pfn)
                .event();
        if (result.equals("Failed") || result.equals("Ignored")) {
            sink.hardware(event);
            sink.report(HardwareEvents.report(
                    ReportType.MEMORY_FAILURE, "memory failure: " + what + ": " + result, event, false));
            return null;
        }
        return event;
    }

    private @Nullable HardwareEvent edac(ConsoleLine line, String text) {
        Matcher m = EDAC.matcher(text);
        if (!m.find()) {
            return null;
        }
        boolean uncorrected = m.group("grade").equals("UE");
        HardwareEvents event = new HardwareEvents(
                        line,
                        Kind.EDAC,
                        uncorrected ? "uncorrected" : "corrected",
                        (m.group("count") == null ? "" : m.group("count") + " ") + m.group("grade") + m.group("what"))
                .device(m.group("mc"));
        Matcher page = EDAC_PAGE.matcher(text);
        HardwareEvent told = page.find() ? event.pfn(page.group(1)).event() : event.event();
        if (!uncorrected) {
            return told;
        }
        sink.hardware(told);
        sink.report(HardwareEvents.report(
                ReportType.HARDWARE_ERROR, "hardware error: uncorrected memory error", told, false));
        return null;
    }

    private @Nullable HardwareEvent bus(ConsoleLine line, String text) {
        Matcher m = BUS.matcher(text);
        if (!m.find()) {
            return null;
        }
        boolean corrected = m.group("grade").startsWith("Correct");
        String how = m.group("how") == null ? "" : m.group("how").toLowerCase(Locale.ROOT);
        String severity = corrected ? "corrected" : how.equals("fatal") ? "fatal" : "uncorrected";
        HardwareEvent event = new HardwareEvents(line, Kind.PCIE, severity, "PCIe bus error, " + m.group("type"))
                .device(m.group("dev"))
                .event();
        if (corrected) {
            return event;
        }
        sink.hardware(event);
        sink.report(HardwareEvents.report(
                ReportType.HARDWARE_ERROR, "hardware error: uncorrected PCIe bus error", event, false));
        return null;
    }

    /** The page of a physical address. */
    static String pfn(String address) {
        try {
            return "0x" + Long.toHexString(Long.parseUnsignedLong(address, 16) >>> PAGE_SHIFT);
        } catch (NumberFormatException e) {
            return "";
        }
    }
}
