/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Kernels broken on purpose that a plan must catch: their manifest, the loop over them, and the ledger. Knows the stages
 * below; must know no other job.
 */
package org.kharness.controls;
