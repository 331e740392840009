/* SPDX-License-Identifier: Apache-2.0 */
/** Loops over the stages: what a command does from request to report. Must know nothing of the command line. */
package org.kharness.workflow;
