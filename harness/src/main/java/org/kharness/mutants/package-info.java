/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Would the plan notice if a line of the series were wrong: mutants of its lines, one kernel that holds them all, the loop over
 * them, and its pages. Knows the stages below; must know no other job, and of what reaches a line only what {@code lines} says.
 */
package org.kharness.mutants;
