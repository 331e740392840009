/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import java.io.IOException;

/**
 * Takes the files of a tree, one after another. Paths are relative, use slashes, and were checked by
 * {@link SafePath#check}.
 */
interface TreeSink {
    /** A regular file. The content may be kept only until the call returns. */
    void file(String path, boolean executable, byte[] content, int length) throws IOException;

    /** A symbolic link. */
    void link(String path, String target) throws IOException;
}
