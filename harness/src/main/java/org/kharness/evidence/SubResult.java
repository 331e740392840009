/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.evidence;

/**
 * One result of a test program that speaks KTAP.
 *
 * @param name the tests that contain it and its own name, joined by slashes
 * @param outcome what it says
 * @param line in the console log
 */
public record SubResult(String name, Outcome outcome, int line) {
    /** The results KTAP knows. */
    public enum Outcome {
        PASS,
        FAIL,
        SKIP
    }
}
