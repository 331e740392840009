/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Files that can be made again: where they live, how they are written (temporary name, then moved) and locked. Must know
 * nothing of what is in them.
 */
package org.kharness.cache;
