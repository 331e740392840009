/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Where a command prints, until the user ends it: what a command still says of work that is being torn down (a report whose verdicts
 * are errors, because the machines were ended) is not its answer.
 */
final class EndableOutput extends FilterOutputStream {
    private volatile boolean ended;

    EndableOutput(OutputStream out) {
        super(out);
    }

    /** Drops all that comes from now on. */
    void end() {
        ended = true;
    }

    @Override
    public void write(int b) throws IOException {
        if (!ended) {
            out.write(b);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (!ended) {
            out.write(bytes, offset, length);
        }
    }
}
