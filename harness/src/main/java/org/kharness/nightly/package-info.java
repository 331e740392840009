/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Nights: what is run every night, the history of it, and what changed since the night before. Must know nothing of how a
 * kernel is built, booted or judged.
 */
package org.kharness.nightly;
