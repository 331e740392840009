/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.poison;

import java.util.List;
import java.util.Optional;

/** The ways to poison that plans can name. */
public final class PoisonMethods {
    private static final List<PoisonMethod> ALL = List.of(
            new Madvise(),
            new HwpoisonPfn(),
            new HardOffline(),
            new MceInject(),
            new MachineCheck(),
            new Einj(Einj.Kind.UNCORRECTABLE),
            new Einj(Einj.Kind.CORRECTABLE),
            new Einj(Einj.Kind.FATAL),
            new Einj(Einj.Kind.NOT_TRIGGERED),
            new SoftOffline(),
            new MadviseSoftOffline(),
            new NdctlInject(),
            new CxlPoison(CxlPoison.Kind.INJECTED),
            new CxlPoison(CxlPoison.Kind.DEVICE));

    private PoisonMethods() {}

    /** Every way, in the order documentation lists them. */
    public static List<PoisonMethod> all() {
        return ALL;
    }

    /** The way of that name. */
    public static Optional<PoisonMethod> named(String id) {
        return ALL.stream().filter(m -> m.id().equals(id)).findFirst();
    }
}
