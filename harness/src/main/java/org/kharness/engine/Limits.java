/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.engine;

import org.kharness.plan.Scenario;

/**
 * How long a machine may take.
 *
 * @param bootSeconds until user space answers
 * @param setupSeconds until it is ready for a scenario
 * @param factor how many times its own limit a scenario may take
 * @param fixedSeconds how long every scenario may take, whatever it asks for; 0 for what it asks for
 */
public record Limits(int bootSeconds, int setupSeconds, double factor, int fixedSeconds) {
    /** Generous for two cores without KVM. */
    public static final Limits USUAL = new Limits(90, 120, 1, 0);

    /** Limits under which scenarios may take what they ask for. */
    public Limits(int bootSeconds, int setupSeconds, double factor) {
        this(bootSeconds, setupSeconds, factor, 0);
    }

    /** The seconds that one needs of a machine on which a boot took {@link #USUAL_BOOT} seconds. */
    private static final double USUAL_BOOT = 10;

    /** The same for a machine that is so many times as slow. */
    public Limits times(double slower) {
        return new Limits(
                (int) Math.ceil(bootSeconds * slower),
                (int) Math.ceil(setupSeconds * slower),
                factor * slower,
                fixedSeconds);
    }

    /** So many seconds for each boot, for making ready and for each scenario. */
    public static Limits fixed(int seconds) {
        return new Limits(seconds, seconds, 1, seconds);
    }

    /** Limits that hold on a machine whose boot was measured: never less than these. */
    Limits measured(double bootTook) {
        if (fixedSeconds > 0) {
            return this;
        }
        double slower = Math.max(1, Math.min(bootTook / USUAL_BOOT, 10) / factor);
        return new Limits(
                Math.max(bootSeconds, (int) Math.ceil(4 * bootTook)),
                (int) Math.ceil(setupSeconds * slower),
                factor * slower,
                0);
    }

    /** Seconds for a scenario that asks for so many. */
    int of(Scenario scenario) {
        return fixedSeconds > 0 ? fixedSeconds : (int) Math.ceil(scenario.limit() * factor);
    }
}
