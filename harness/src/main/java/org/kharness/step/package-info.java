/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What a scenario can do: one file for each kind of step, with its keys, the commands it gives the guest agent and what it
 * checks in the log once it is done. Must know nothing of plans, expectations, machines or how a verdict is reached.
 */
package org.kharness.step;
