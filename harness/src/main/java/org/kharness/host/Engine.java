/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.host;

/**
 * The container engine.
 *
 * @param usable true if it answers and speaks a version of the API that is new enough
 * @param version its version; empty where it does not answer
 * @param api the newest API version it speaks; empty where it does not answer
 * @param problem why it is not usable and what to do; empty where it is
 */
public record Engine(boolean usable, String version, String api, String problem) {
    static Engine unusable(String problem) {
        return new Engine(false, "", "", problem);
    }
}
