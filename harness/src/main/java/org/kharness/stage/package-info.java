/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The stages from a request to a report, each timed: request, workshop, run state, report folder. What every job is made of.
 * Must know no job and no command line.
 */
package org.kharness.stage;
