/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.kharness.plan.Scenario;

/** A mutant that is tried together with others, and what was found out about it. For several threads. */
final class Suspect {
    private final int number;
    private final Mutant mutant;
    private final List<String> ran;
    private final Set<String> done;
    private final List<String> unclear;
    private Trial trial;
    private double seconds;
    private int group;

    /** A mutant on which some scenarios were tried. */
    Suspect(int number, Mutant mutant, Trial begun) {
        this.number = number;
        this.mutant = mutant;
        this.ran = new ArrayList<>(begun.ran());
        this.done = new HashSet<>(begun.ran());
        this.unclear = new ArrayList<>(begun.unclear());
        this.trial = begun;
        this.seconds = begun.seconds();
    }

    int number() {
        return number;
    }

    Mutant mutant() {
        return mutant;
    }

    /** Only those with one number are tried together. */
    synchronized int group() {
        return group;
    }

    synchronized void moveTo(int other) {
        group = other;
    }

    /** True while nothing caught it, and this scenario was not tried. */
    synchronized boolean wants(String scenario) {
        return !isCaught() && !done.contains(Scenario.writtenId(scenario));
    }

    synchronized boolean isCaught() {
        return trial.fate() == Fate.CAUGHT;
    }

    synchronized void took(double more) {
        seconds += more;
    }

    /** A scenario was run with it on and executed its place. */
    synchronized void ran(String scenario) {
        if (done.add(scenario)) {
            ran.add(scenario);
        }
    }

    synchronized void unclear(String why) {
        unclear.add(why);
    }

    /** It was caught; false if it was before. */
    synchronized boolean caught(String by, String why) {
        if (isCaught()) {
            return false;
        }
        trial = new Trial(mutant.id(), Fate.CAUGHT, by, why, ran, unclear, seconds);
        return true;
    }

    synchronized Trial trial() {
        return trial;
    }

    /** Its end if nothing else is run. */
    synchronized Trial survived() {
        return Trial.survived(mutant.id(), ran, unclear, seconds);
    }
}
