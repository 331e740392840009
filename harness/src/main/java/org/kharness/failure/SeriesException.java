/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.failure;

/** The series does not apply to this kernel: exit code 3. The message names the patch, the file and the hunk. */
public final class SeriesException extends HarnessException {
    public SeriesException(String message) {
        super(ExitCode.NOT_APPLIED, message, null);
    }
}
