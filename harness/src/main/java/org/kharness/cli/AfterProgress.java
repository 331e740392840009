/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A stream before whose first byte the display of what is under way leaves the screen. */
final class AfterProgress extends FilterOutputStream {
    private final ProgressDisplay progress;
    private boolean begun;

    AfterProgress(ProgressDisplay progress, OutputStream out) {
        super(out);
        this.progress = progress;
    }

    private void begin() {
        if (!begun) {
            begun = true;
            progress.close();
        }
    }

    @Override
    public void write(int b) throws IOException {
        begin();
        out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        begin();
        out.write(bytes, offset, length);
    }
}
