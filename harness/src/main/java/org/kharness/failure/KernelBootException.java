/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.failure;

/** The kernel under test does not reach its user space: exit code 5. The message says how and shows the last lines. */
public final class KernelBootException extends HarnessException {
    public KernelBootException(String message) {
        super(ExitCode.NOT_BOOTED, message, null);
    }
}
