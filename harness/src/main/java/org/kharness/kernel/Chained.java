/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** A stream that closes the streams it was made from with itself. */
final class Chained extends FilterInputStream {
    private final List<Closeable> inner;

    Chained(InputStream outer, Closeable... inner) {
        super(outer);
        this.inner = List.of(inner);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return in.read(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
        super.close();
        for (Closeable each : inner) {
            each.close();
        }
    }
}
