/* SPDX-License-Identifier: Apache-2.0 */
/**
 * An emulated machine: QEMU's arguments, its console file, command port and monitor, the NVDIMM's backing file. Must know
 * nothing of plans and verdicts.
 */
package org.kharness.machine;
