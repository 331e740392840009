/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Nights: what is run every night, the history of it, what changed since the night before, and the pages that show it.
 * Knows the stages below; must know no other job and not how a kernel is built, booted or judged.
 */
package org.kharness.nightly;
