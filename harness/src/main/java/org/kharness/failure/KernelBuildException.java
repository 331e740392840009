/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.failure;

/** The kernel under test does not configure or build: exit code 4. The message shows the first error with its place. */
public final class KernelBuildException extends HarnessException {
    private static final long serialVersionUID = 1L;

    private final String firstError;

    public KernelBuildException(String message) {
        this(message, message);
    }

    /**
     * A failure of which more is known.
     *
     * @param firstError the first error alone, with its place
     */
    public KernelBuildException(String message, String firstError) {
        super(ExitCode.NOT_BUILT, message, null);
        this.firstError = firstError.lines().findFirst().orElse("");
    }

    /** The first error with its place, on one line. */
    public String firstError() {
        return firstError;
    }
}
