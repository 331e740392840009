/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kharness.console.HardwareEvent.Kind;

/** The lines of one machine check bank, as __print_mce() and drivers/edac/mce_amd.c write them. */
final class MachineCheckReader {
    private static final Pattern BANK = Pattern.compile(
            "\\[Hardware Error\\]: CPU ?(?<cpu>\\d+):? Machine Check(?<exception> Exception)?: (?<mcg>[0-9a-f]+) Bank (?<bank>\\d+): (?<status>[0-9a-f]{1,16})");
    private static final Pattern AMD = Pattern.compile(
            "\\[Hardware Error\\]: CPU:?(?<cpu>\\d+) \\([0-9a-f:]+\\) MC(?<bank>\\d+)_STATUS\\[[^\\]]*\\]: 0x(?<status>[0-9a-f]{1,16})");
    private static final Pattern ADDRESS =
            Pattern.compile("\\[Hardware Error\\]: (?:.*\\bADDR |.*[Ee]rror [Aa]ddr(?:ess)?: 0x)(?<address>[0-9a-f]+)");
    private static final Pattern VENDOR = Pattern.compile("\\[Hardware Error\\]: PROCESSOR (?<vendor>\\d):");
    private static final Pattern DETAIL = Pattern.compile(
            "\\[Hardware Error\\]: (?<text>Machine check: .*|.*Ext\\. Error Code: .*|cache level: .*|Corrected error, .*|Uncorrected, .*|Deferred error, .*)$");
    private static final Pattern ANY = Pattern.compile("^(?:mce: )?\\[Hardware Error\\]: .*");
    /** CPUID vendor numbers of the kernel (arch/x86/include/asm/processor.h): AMD and Hygon. */
    private static final String AMD_VENDORS = "29";

    private final HardwareReader.Sink sink;
    private @Nullable HardwareEvents event;
    private long status;
    private boolean exception;
    private boolean amd;
    private String detail = "";

    MachineCheckReader(HardwareReader.Sink sink) {
        this.sink = sink;
    }

    /** Takes the next line; marked is true where it has "[Hardware Error]". */
    void line(ConsoleLine line, boolean marked) {
        String text = line.text();
        if (!marked || !ANY.matcher(text).matches()) {
            end();
            return;
        }
        Matcher bank = BANK.matcher(text);
        Matcher amdBank = AMD.matcher(text);
        if (bank.find()) {
            begin(line, bank, false, bank.group("exception") != null);
        } else if (amdBank.find()) {
            begin(line, amdBank, true, false);
        } else if (event == null) {
            note(text);
        } else {
            event.until(line);
            add(event, text);
        }
    }

    boolean open() {
        return event != null;
    }

    /** The event is whole. */
    void end() {
        HardwareEvents whole = event;
        event = null;
        if (whole == null) {
            detail = "";
            return;
        }
        MachineCheckStatus decoded = new MachineCheckStatus(status, amd);
        whole.severity(decoded.severity());
        whole.what((exception ? "machine check exception: " : "")
                + decoded.words()
                + (detail.isEmpty() ? "" : "; " + detail));
        sink.hardware(whole.event());
        detail = "";
    }

    /** mce_amd prints what became of an error before it prints the bank. */
    private void note(String text) {
        Matcher m = DETAIL.matcher(text);
        if (m.find()) {
            detail = m.group("text");
        }
    }

    private void begin(ConsoleLine line, Matcher m, boolean isAmd, boolean isException) {
        String before = event == null ? detail : "";
        end();
        detail = before;
        amd = isAmd;
        exception = isException;
        status = Long.parseUnsignedLong(m.group("status"), 16);
        event = new HardwareEvents(line, Kind.MACHINE_CHECK, "", "")
                .bank(number(m.group("cpu")), number(m.group("bank")), m.group("status"));
    }

    private void add(HardwareEvents to, String text) {
        Matcher address = ADDRESS.matcher(text);
        if (address.find()) {
            to.address(address.group("address"));
        }
        Matcher vendor = VENDOR.matcher(text);
        if (vendor.find()) {
            amd = AMD_VENDORS.contains(vendor.group("vendor"));
        }
        Matcher more = DETAIL.matcher(text);
        if (more.find()) {
            detail = detail.isEmpty() ? more.group("text") : detail + "; " + more.group("text");
        }
    }

    private static int number(String digits) {
        return digits.length() > 6 ? -1 : Integer.parseInt(digits);
    }
}
