/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A machine check bank's status register in words: the architectural codes of Intel's Software Developer's Manual,
 * volume 3B, "Interpreting Machine Check Error Codes", which AMD's Architecture Programmer's Manual, volume 2, "Error
 * Codes", has in the same form.
 *
 * @param value the register
 * @param amd true where the processor is AMD's or Hygon's, whose bits 43, 44 and 55 have other meanings
 */
record MachineCheckStatus(long value, boolean amd) {
    private static final int VALID = 63;
    private static final int OVERFLOW = 62;
    private static final int UNCORRECTED = 61;
    private static final int ENABLED = 60;
    private static final int CONTEXT_CORRUPT = 57;
    private static final int SIGNALLED = 56;
    private static final int ACTION_REQUIRED = 55;
    private static final int DEFERRED = 44;
    private static final int POISON = 43;
    private static final int COUNT_SHIFT = 38;
    private static final long COUNT_MASK = 0x7fff;
    private static final int CODE_MASK = 0xffff;
    private static final int MODEL_SHIFT = 16;
    /** "Corrected error filtering", which is no part of the code. */
    private static final int FILTER = 1 << 12;

    private static final String[] TRANSACTION = {"instruction", "data", "generic", "reserved"};
    private static final String[] LEVEL = {"level 0", "level 1", "level 2", "generic level"};
    private static final String[] REQUEST = {
        "error", "read", "write", "data read", "data write", "instruction fetch", "prefetch", "eviction", "snoop"
    };
    private static final String[] MEMORY = {"generic", "read", "write", "address or command", "scrubbing"};
    private static final String[] PARTICIPANT = {
        "local processor originated", "local processor responded", "local processor observed", "generic"
    };
    private static final String[] SPACE = {"memory", "reserved", "I/O", "other transaction"};
    private static final List<String> SIMPLE = List.of(
            "no error",
            "unclassified",
            "microcode ROM parity",
            "external error",
            "functional redundancy check",
            "internal parity",
            "SMM handler code access violation");

    /** How bad it is: "corrected", "deferred", "recoverable", "uncorrected" or "fatal". */
    String severity() {
        if (!bit(UNCORRECTED)) {
            return amd && bit(DEFERRED) ? "deferred" : "corrected";
        }
        if (bit(CONTEXT_CORRUPT)) {
            return "fatal";
        }
        if (amd) {
            return bit(POISON) || bit(ACTION_REQUIRED) ? "recoverable" : "uncorrected";
        }
        return bit(SIGNALLED) ? "recoverable" : "uncorrected";
    }

    /** All of it: kind of error, what must be done, and the flags that matter. */
    String words() {
        List<String> words = new ArrayList<>();
        words.add(code());
        if (!amd && bit(UNCORRECTED) && !bit(CONTEXT_CORRUPT)) {
            words.add(action());
        }
        if (bit(CONTEXT_CORRUPT)) {
            words.add("processor context corrupt");
        }
        if (amd && bit(POISON)) {
            words.add("poison consumed");
        }
        if (bit(OVERFLOW)) {
            words.add("overflow");
        }
        long count = (value >>> COUNT_SHIFT) & COUNT_MASK;
        if (!amd && !bit(UNCORRECTED) && count > 1) {
            words.add(count + " times");
        }
        if (!bit(VALID)) {
            words.add("not valid");
        }
        if (bit(UNCORRECTED) && !bit(ENABLED)) {
            words.add("reporting not enabled");
        }
        int model = (int) (value >>> MODEL_SHIFT) & CODE_MASK;
        words.add(String.format(Locale.ROOT, "code 0x%04x, model 0x%04x", (int) value & CODE_MASK, model));
        return String.join("; ", words);
    }

    /** Intel's classes of uncorrected recoverable errors. */
    private String action() {
        if (!bit(SIGNALLED)) {
            return "no action required (UCNA)";
        }
        return bit(ACTION_REQUIRED) ? "action required (SRAR)" : "action optional (SRAO)";
    }

    /** The architectural code, compound ones by their fields. */
    String code() {
        int code = (int) value & CODE_MASK & ~FILTER;
        if (code < SIMPLE.size()) {
            return SIMPLE.get(code);
        }
        if (code == 0x400) {
            return "internal timer";
        }
        if (code == 0xe0b) {
            return "I/O error";
        }
        if ((code & 0xf800) == 0x0800) {
            return bus(code);
        }
        if ((code & 0xfc00) == 0x0400) {
            return "internal unclassified";
        }
        if ((code & 0xff00) == 0x0100) {
            return cache(code);
        }
        return lower(code);
    }

    private String lower(int code) {
        if ((code & 0xff80) == 0x0280) {
            return "memory used as cache, " + memory(code);
        }
        if ((code & 0xff80) == 0x0080) {
            return "memory controller, " + memory(code);
        }
        if ((code & 0xfff0) == 0x0010) {
            return TRANSACTION[(code >> 2) & 3] + " TLB, " + LEVEL[code & 3];
        }
        if ((code & 0xfffc) == 0x000c) {
            return "cache hierarchy, " + LEVEL[code & 3];
        }
        return "unknown";
    }

    private static String memory(int code) {
        int channel = code & 0xf;
        return pick(MEMORY, (code >> 4) & 7) + ", channel " + (channel == 0xf ? "not told" : channel);
    }

    private static String cache(int code) {
        return TRANSACTION[(code >> 2) & 3] + " cache, " + LEVEL[code & 3] + ", " + pick(REQUEST, (code >> 4) & 0xf);
    }

    private static String bus(int code) {
        return "bus or interconnect, " + PARTICIPANT[(code >> 9) & 3] + ", "
                + ((code & 0x100) != 0 ? "timed out, " : "") + pick(REQUEST, (code >> 4) & 0xf) + ", "
                + SPACE[(code >> 2) & 3] + ", " + LEVEL[code & 3];
    }

    private static String pick(String[] names, int index) {
        return index < names.length ? names[index] : "reserved";
    }

    private boolean bit(int number) {
        return (value >>> number & 1) != 0;
    }
}
