/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.bisect;

/** What a kernel fails to do, in the order in which a try comes to it. */
public enum What {
    /** It does not build. */
    BUILD,
    /** It builds, and does not come to its user space. */
    BOOT,
    /** It boots, and a scenario fails. */
    SCENARIO;

    /** The word for command lines and reports. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
