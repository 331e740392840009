/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Carries out plans: turns steps into commands for the guest agent, runs each scenario on a machine and has its log
 * judged. Must know nothing of reports and the command line.
 */
package org.kharness.engine;
