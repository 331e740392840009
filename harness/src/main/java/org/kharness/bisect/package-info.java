/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Which commit or patch made a scenario fail: the search, the git bisect that chooses commits, what is
 * done to each before it is tried, what all that costs, and what was found. Knows the
 * stages below; must know no other job.
 */
package org.kharness.bisect;
