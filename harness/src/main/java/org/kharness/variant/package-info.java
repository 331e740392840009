/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Kernels made another way to look for trouble: named sets of configuration, and what follows from them for machine and
 * limits. Knows how a kernel is made, not what is run on it; must know no stage and no machine.
 */
package org.kharness.variant;
