/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The language of the guest agent: commands to it, and how they are numbered so that an answer in the log finds its step. Must
 * know nothing of plans, machines or how a command reaches the guest.
 */
package org.kharness.agent;
