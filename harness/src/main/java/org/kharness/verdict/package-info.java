/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Judges one console log against one scenario: plan and log in, verdict out, the same live as on replay. Must know nothing
 * of machines, files or time.
 */
package org.kharness.verdict;
