/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.bisect;

/**
 * How often a try fails at a commit that has the defect and at one that has not. A failure that comes and goes is told from
 * none by Wald's sequential probability ratio test: tries are made until their odds say which of the two it is.
 *
 * @param with the rate with the defect, above 0 and below 1
 * @param without the rate without it, above 0 and below 1
 */
record Rates(double with, double without) {
    /** A build's outcome does not change from try to try. */
    static final Rates CERTAIN = new Rates(0.999, 0.001);

    private static final int STEPS = 2000;

    /** As both ends showed them; half a try of each kind is added, so that none is 0 or 1 (Jeffreys' prior). */
    static Rates of(Observation failing, Observation passing) {
        return new Rates(rate(failing), rate(passing));
    }

    private static double rate(Observation seen) {
        return (seen.failures() + 0.5) / (seen.tries() + 1.0);
    }

    /** The logarithm of the odds that a commit with these tries has the defect. */
    double odds(int failures, int passes) {
        return failures * ofFailure() - passes * ofPass();
    }

    /** What a failure adds to the odds. */
    double ofFailure() {
        return Math.log(with / without);
    }

    /** What a pass takes from the odds. */
    double ofPass() {
        return Math.log((1 - without) / (1 - with));
    }

    /**
     * The logarithm of how likely it is that so many tries of commits on one side come out as they did. Where the rates are
     * certain they are what counts; else any rate may be the true one (beta-binomial distribution), so that few tries do not
     * make anybody surer than they may.
     */
    double likelihood(boolean defect, int failures, int passes) {
        if (equals(CERTAIN)) {
            double rate = defect ? with : without;
            return failures * Math.log(rate) + passes * Math.log(1 - rate);
        }
        return logGamma(failures + 0.5) + logGamma(passes + 0.5) - logGamma(failures + passes + 1.0);
    }

    /** Stirling's series, shifted to where it is good to ten digits. */
    private static double logGamma(double x) {
        double shift = 0;
        double z = x;
        while (z < 10) {
            shift += Math.log(z);
            z++;
        }
        return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * z) - 1 / (360 * z * z * z) - shift;
    }

    /** How many tries in one direction bring the odds from where they are to a limit, at least one. */
    int triesTo(double limit, double odds) {
        double further = Math.max(0, limit - Math.abs(odds));
        return Math.max(1, (int) Math.ceil(further / Math.max(ofFailure(), ofPass())));
    }

    /** How sure it is that tries fail more often at one commit than at another. */
    static double surelyMore(Observation more, Observation less) {
        double sum = 0;
        double all = 0;
        double below = 0;
        double allBelow = 0;
        double[] ofLess = density(less);
        double[] ofMore = density(more);
        for (double d : ofLess) {
            allBelow += d;
        }
        for (int i = 0; i < STEPS; i++) {
            below += ofLess[i];
            sum += ofMore[i] * (below - ofLess[i] / 2) / allBelow;
            all += ofMore[i];
        }
        return sum / all;
    }

    /** Of a rate given what was seen, at even steps; not scaled. */
    private static double[] density(Observation seen) {
        double[] density = new double[STEPS];
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < STEPS; i++) {
            double rate = (i + 0.5) / STEPS;
            density[i] = (seen.failures() - 0.5) * Math.log(rate) + (seen.passes() - 0.5) * Math.log(1 - rate);
            most = Math.max(most, density[i]);
        }
        for (int i = 0; i < STEPS; i++) {
            density[i] = Math.exp(density[i] - most);
        }
        return density;
    }
}
