/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Where a series comes from: mails, archives, quilt folders, ranges, the cache; which posting and version is meant. Must know
 * nothing of trees that it is applied to.
 */
package org.kharness.series.source;
