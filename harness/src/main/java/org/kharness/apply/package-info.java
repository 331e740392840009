/* SPDX-License-Identifier: Apache-2.0 */
/**
 * How a series goes onto a kernel: hunks placed as git am places them, three-way merges, renames, and what a kernel has
 * already. Works on the object database only. Must know nothing of building or booting.
 *
 * <p>JGit reads and writes the objects and aligns lines for three-way merges. Its PatchApplier and its RenameDetector are not
 * used, since a series must go on, or be refused, as by git am: of 300 made-up patches the former (7.8.1) refused 40 that git takes, took
 * 25 that git refuses and made another tree of 52; the latter knows nothing of git's look at files whose name is the only one
 * of its kind and measures likeness otherwise: it found other renames in 7 of 80 trees. Ours differed from git in none of these;
 * JgitDifferentialTest shows it, and fails where JGit no longer differs.
 */
package org.kharness.apply;
