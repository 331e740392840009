/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import org.jspecify.annotations.Nullable;

/**
 * One thing to know about a night.
 *
 * @param plan empty where it is about the kernel whatever the plan
 * @param scenario empty where it is about the whole kernel
 * @param since the night since when it is so
 * @param detail a line for a person
 * @param range the kernels between which it came; null where they are not known
 */
public record Change(
        Kind kind,
        String kernel,
        String plan,
        String scenario,
        String since,
        String detail,
        @Nullable Range range) {
    /** One whose kernels are not known. */
    Change(Kind kind, String kernel, String plan, String scenario, String since, String detail) {
        this(kind, kernel, plan, scenario, since, detail, null);
    }

    /** The same with the kernels between which it came. */
    Change within(@Nullable Range where) {
        return new Change(kind, kernel, plan, scenario, since, detail, where);
    }

    /** The same with another line for a person. */
    Change saying(String otherDetail) {
        return new Change(kind, kernel, plan, scenario, since, otherDetail, range);
    }

    /** What it is, the most urgent first. */
    public enum Kind {
        /** The series does not apply any more, or the kernel does not build or boot, for another reason than before. */
        BROKEN("broken"),
        /** Failed, and failed again on the same kernel; it did not fail the last time it was judged. */
        NEW_FAILURE("new failure"),
        /** A complaint that this kernel was never seen to make. */
        NEW_SIGNATURE("new signature"),
        /** The compiler warns of what it did not warn of the last time that this kernel was built. */
        NEW_WARNING("new warning"),
        /** Nobody could tell: our surroundings failed, or the configuration. It says nothing about the kernel. */
        NOT_JUDGED("not judged"),
        /** As NOT_JUDGED, and it was so the night before. */
        STILL_NOT_JUDGED("still not judged"),
        /** Failed and passed on the same kernel. */
        FLAKY("flaky"),
        /** As BROKEN, and it was so the night before. */
        STILL_BROKEN("still broken"),
        /** Failed, as it did the last time it was judged. */
        STILL_FAILING("still failing"),
        /** Takes longer than it did, by more than it differs from night to night. */
        SLOWER("slower"),
        /** Failed the last time it was judged, and does not any more. */
        FIXED("fixed"),
        /** Takes less time than it did, by more than it differs from night to night. */
        FASTER("faster");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** In words. */
        public String words() {
            return words;
        }

        /** True for what got worse since the night before. */
        public boolean isWorse() {
            return this == BROKEN || this == NEW_FAILURE || this == NEW_SIGNATURE;
        }

        /** True for what got better. */
        public boolean isBetter() {
            return this == FIXED || this == FASTER;
        }

        /** True for what nobody could tell. */
        public boolean isUnknown() {
            return this == NOT_JUDGED || this == STILL_NOT_JUDGED;
        }
    }
}
