/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What a platform's firmware and memory controller do that the emulator does not: the ACPI table for error injection, the
 * registers behind it, and the machine check records of memory errors. Pure values and bytes; must know nothing of QEMU,
 * plans or logs.
 */
package org.kharness.platform;
