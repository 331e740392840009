/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Ways to tell a kernel that memory has failed, and what each delivers to whom. Must know nothing of plans, machines or
 * logs: the guest agent and the engine carry a way out.
 */
package org.kharness.poison;
