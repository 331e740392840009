/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.failure;

/** What the process answers to its caller. {@code git bisect run} understands these: 0 good, 1 to 124 bad, 125 skip. */
public enum ExitCode {
    /** Every scenario passed or was skipped for a stated reason. */
    PASS(0),
    /** Some scenario failed. */
    FAIL(1),
    /** The user's input cannot be used; nothing was done. */
    USAGE(2),
    /** The series does not apply to the kernel. */
    NOT_APPLIED(3),
    /** The kernel does not build. */
    NOT_BUILT(4),
    /** The kernel does not reach its user space. */
    NOT_BOOTED(5),
    /** The harness could not tell; {@code git bisect run} skips the commit. */
    CANNOT_TELL(125);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The number handed to the operating system. */
    public int code() {
        return code;
    }
}
