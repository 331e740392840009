/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Where a kernel comes from: its sources, the git repository in the cache, source folders synced to a tree, git's own
 * programs. Never writes to a tree of the user's. Must know nothing of series, of how they are applied, of building or booting.
 */
package org.kharness.kernel;
