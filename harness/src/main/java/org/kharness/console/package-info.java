/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The serial log as lines, guest events and kernel reports. Works on any log; must know nothing of QEMU, plans or
 * verdicts.
 */
package org.kharness.console;
