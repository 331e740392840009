/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Which lines of a series the scenarios of a plan execute: a kernel that counts, the loop over the scenarios, and its pages.
 * Knows the stages below; must know no other job.
 */
package org.kharness.coverage;
