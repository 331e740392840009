/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Where a kernel comes from and where a series goes: sources, the git repository in the cache, source folders synced to
 * a tree, applying with JGit. Never writes to a tree of the user's. Must know nothing of building or booting.
 */
package org.kharness.tree;
