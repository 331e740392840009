/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.util.Optional;

/**
 * The kernels between which something came, or went.
 *
 * @param good the last where it was well; the first, for something that was mended
 * @param bad the first where it was not; the last, for something that was mended
 * @param command what searches the commits between them; empty where nothing can
 * @param remark what else there is to know, such as why there is no command; empty for nothing
 * @param answer what the search found, in lines; empty where none was made
 * @param folder the search's report, relative to the reports' folder; empty where there is none
 */
public record Range(Point good, Point bad, String command, String remark, String answer, String folder) {
    /** A kernel of a night; {@code name} is a tag's or a branch's and may be empty, {@code commit} a commit id. */
    public record Point(String night, String name, String commit) {
        private static final int SHOWN = 12;

        static Optional<Point> of(KernelNight run) {
            KernelNight.Tested tested = run.tested();
            String commit = tested.base().isEmpty() ? tested.commit() : tested.base();
            return commit.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new Point(run.night(), tested.name().isEmpty() ? tested.release() : tested.name(), commit));
        }

        /** Such as "next-20260127 (0123456789ab)". */
        @Override
        public String toString() {
            String id = commit.substring(0, Math.min(SHOWN, commit.length()));
            return name.isEmpty() ? id : name + " (" + id + ")";
        }
    }

    /** True if the kernel did not change between the two nights. */
    boolean isOneCommit() {
        return good.commit().equals(bad.commit());
    }

    /** The same with what a search found. */
    Range answered(String text, String where) {
        return new Range(good, bad, command, remark, text, where);
    }

    /** In a line. */
    public String inWords() {
        return (isOneCommit() ? "" : good + ".." + bad) + (isOneCommit() || remark.isEmpty() ? "" : ": ") + remark;
    }
}
