/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.failure;

/** The kernel under test does not configure or build: exit code 4. The message shows the first error with its place. */
public final class KernelBuildException extends HarnessException {
    public KernelBuildException(String message) {
        super(ExitCode.NOT_BUILT, message, null);
    }
}
