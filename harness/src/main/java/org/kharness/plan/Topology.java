/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a machine is made ready with before scenarios run on it. */
public enum Topology {
    /** One fsdax namespace with XFS (reflink and reverse mapping where the kernel allows both with DAX) at /mnt. */
    @JsonProperty("xfs")
    XFS,
    /** One devdax namespace: /dev/dax0.0. */
    @JsonProperty("devdax")
    DEVDAX;

    /** The name used in plans. */
    public String id() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
