/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What runs in the guest: Debian packages, the agent, and the initramfs made of both. Must know nothing of kernels,
 * machines or plans.
 */
package org.kharness.guest;
