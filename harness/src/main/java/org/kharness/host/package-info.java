/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Facts about the machine the harness runs on: programs, accelerator, container engine, space. Looks, never changes
 * anything; must know nothing of kernels, guests and plans.
 */
package org.kharness.host;
