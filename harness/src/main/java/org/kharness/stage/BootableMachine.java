/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.stage;

import org.kharness.engine.Limits;
import org.kharness.machine.MachineSpec;

/**
 * A machine that can be started.
 *
 * @param identity of what is in it and of the QEMU that starts it: machines of equal identity and shape are copies
 * @param limits how long it may take for things
 */
public record BootableMachine(MachineSpec spec, String identity, Limits limits) {}
