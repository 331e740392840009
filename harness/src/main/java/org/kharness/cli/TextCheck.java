/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts the bytes of a stream that are no text, in ASCII or in UTF-8. */
final class TextCheck extends FilterInputStream {
    /** A serial line that lost bits spoils some bytes of a log, never every fourth. */
    private static final int SPOILT = 4;

    private static final int DELETE = 0x7f;

    /** So many bytes are looked at, one by one. */
    private static final int WHOLE = 1 << 20;

    /** Beyond them the beginning of each piece tells enough. */
    private static final int LOOKED_AT = 1 << 14;

    private long bytes;
    private long spoilt;
    private int expected;

    TextCheck(InputStream in) {
        super(in);
    }

    /** True if nobody would take it for a log. */
    boolean isNoText() {
        return spoilt * SPOILT > bytes;
    }

    /** What was counted, in words. */
    String describe() {
        return spoilt + (bytes < WHOLE ? " of its " + bytes : " of the " + bytes + " looked at of its")
                + " bytes are no text";
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        if (b >= 0) {
            bytes++;
            look(b);
        }
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = super.read(buffer, offset, length);
        int looked = bytes < WHOLE ? n : Math.min(n, LOOKED_AT);
        int end = offset + looked;
        bytes += Math.max(end - offset, 0);
        for (int i = plain(buffer, offset, end); i < end; i = plain(buffer, i + 1, end)) {
            look(buffer[i] & 0xff);
        }
        expected = looked < n ? 0 : expected;
        return n;
    }

    /** The first place from here on that needs a look: nearly every byte of a log is plain ASCII. */
    private int plain(byte[] buffer, int from, int end) {
        int at = from;
        if (expected > 0) {
            return at;
        }
        while (at < end && (buffer[at] >= ' ' || buffer[at] == '\n') && buffer[at] != DELETE) {
            at++;
        }
        return at;
    }

    private void look(int b) {
        if (expected > 0 && b >> 6 == 0b10) {
            expected--;
        } else if (b < 0x20
                ? b != '\t' && b != '\n' && b != '\r' && b != 0x1b
                : b == DELETE || (b >= 0x80 && !leads(b))) {
            expected = 0;
            spoilt++;
        } else {
            expected = b < 0x80 ? 0 : b < 0xe0 ? 1 : b < 0xf0 ? 2 : 3;
        }
    }

    /** True for the first byte of a character beyond ASCII; one in a row with others is no good sign. */
    private boolean leads(int b) {
        return expected == 0 && b >= 0xc2 && b <= 0xf4;
    }
}
