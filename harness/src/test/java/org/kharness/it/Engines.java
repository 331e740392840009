/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.it;

import org.junit.jupiter.api.Assumptions;
import org.kharness.host.HostProbe;

/** What tests with a container engine begin with. */
public final class Engines {
    private Engines() {}

    /** Skips the test where no engine answers; in continuous integration it goes on, and fails. */
    public static void need() {
        var engine = new HostProbe(System.getenv()).engine();
        boolean ci = "true".equals(System.getenv("CI"));
        Assumptions.assumeTrue(
                ci || engine.usable(), "no container engine answers (" + engine.problem() + "), so no kernel is built");
    }
}
