/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Is a series fit to be sent: the loop over its patches, what a reviewer checks on each before reading it, the
 * configurations in which the files that it touches are compiled, with all of it or patch by patch, the plan after every patch,
 * the answers of former runs that still hold, and the reply that quotes what failed. Knows the stages below; must know no other
 * job.
 */
package org.kharness.presubmit;
