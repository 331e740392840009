/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Which lines of a kernel are a series', and which of them are compiled. Knows how a series is applied and how C is read; must
 * know no stage, no machine and no job: what measures and what uses a measurement are jobs.
 */
package org.kharness.lines;
