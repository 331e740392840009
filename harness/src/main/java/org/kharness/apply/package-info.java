/* SPDX-License-Identifier: Apache-2.0 */
/**
 * How a series goes onto a kernel: hunks placed as git am places them, three-way merges, renames, and what a kernel has
 * already. Works on the object database only. Must know nothing of building or booting.
 */
package org.kharness.apply;
