/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.failure;

/**
 * A failure that a user reads as it is: one clear message, no stack trace. The subclass says whose fault it is, and so
 * the exit code.
 */
public abstract sealed class HarnessException extends RuntimeException
        permits InputException, SeriesException, KernelBuildException, KernelBootException, SurroundingsException {
    private final ExitCode exitCode;

    HarnessException(ExitCode exitCode, String message, @org.jspecify.annotations.Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** The exit code that this failure ends the process with. */
    public ExitCode exitCode() {
        return exitCode;
    }
}
