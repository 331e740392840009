/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Debian's archives: the machine's package sources, and an apt with a state of its own for any suite. Must know nothing
 * of what the packages are for.
 */
package org.kharness.debian;
