/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The diff part of a patch as git reads it: files, hunks, modes, renames, binary data, patch-id, diffstat. Must know
 * nothing of mails or trees. JGit's parser of diffs is not used: what it makes of a patch is not what git am makes of it, see
 * {@code org.kharness.apply}.
 */
@org.jspecify.annotations.NullMarked
package org.kharness.series.diff;
