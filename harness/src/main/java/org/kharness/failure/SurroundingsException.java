/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.failure;

import org.jspecify.annotations.Nullable;

/**
 * Something around the harness is missing or broken (a program, the disk, the container engine): exit code 125, which
 * says nothing about the kernel. The message ends with what to do about it.
 */
public final class SurroundingsException extends HarnessException {
    public SurroundingsException(String message) {
        this(message, null);
    }

    public SurroundingsException(String message, @Nullable Throwable cause) {
        super(ExitCode.CANNOT_TELL, message, cause);
    }
}
