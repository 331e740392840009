/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.host;

/**
 * How QEMU runs the guest's instructions.
 *
 * @param kind hardware or emulation
 * @param reason why, in words for the user: a fallback to emulation is never silent
 */
public record Accelerator(Kind kind, String reason) {
    /** QEMU's accelerators that the harness uses; {@link #option()} is the value of {@code -accel}. */
    public enum Kind {
        KVM("kvm"),
        TCG("tcg");

        private final String option;

        Kind(String option) {
            this.option = option;
        }

        /** The name on QEMU's command line. */
        public String option() {
            return option;
        }
    }

    /** Kind and reason on one line. */
    public String describe() {
        return kind + " (" + reason + ")";
    }
}
