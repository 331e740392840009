/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What a scenario left in a console log: its part of the log, what happened in words, results of test programs, and the list
 * of findings that a verdict is made of. Must know nothing of plans and machines.
 */
package org.kharness.evidence;
