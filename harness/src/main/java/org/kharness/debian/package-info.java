/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Debian's archives: where its programs run, the package sources, and an apt with a state of its own for any suite. Must know
 * nothing of what the packages are for, nor of containers.
 */
package org.kharness.debian;
