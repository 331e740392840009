/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.stage;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.kharness.engine.Limits;
import org.kharness.machine.MachineSpec;

/**
 * A machine that can be started.
 *
 * @param identity of what is in it and of the QEMU that starts it: machines of equal identity and shape are copies
 * @param limits how long it may take for things
 * @param config the full .config of its kernel; null where it is not known
 */
public record BootableMachine(
        MachineSpec spec,
        String identity,
        Limits limits,
        @Nullable Path config) {}
