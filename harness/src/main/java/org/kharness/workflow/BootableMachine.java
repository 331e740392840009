/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.workflow;

import org.kharness.machine.MachineSpec;

/**
 * A machine that can be started.
 *
 * @param qemuVersion of the QEMU that starts it
 */
public record BootableMachine(MachineSpec spec, String qemuVersion) {}
