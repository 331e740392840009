/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.bisect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How likely each commit of a range is the one that is looked for, given all tries of all commits (Bayes' rule, every commit
 * as likely as any other before the first try).
 */
final class Suspects {
    /** What is left to a commit between two kernels that are the same byte for byte. */
    private static final double HARDLY = Math.log(1e-6);

    private final List<String> commits;
    private final Map<String, Integer> places = new HashMap<>();
    private final int[][] parents;
    private final String newer;
    private double[] probability;

    /**
     * Of a range.
     *
     * @param parentsOf the commits of the range that are looked at, the newest first, each with its parents
     * @param newer the newer end, which contains them all and need not be one of them
     */
    Suspects(Map<String, List<String>> parentsOf, String newer) {
        this.newer = newer;
        this.commits = new ArrayList<>(parentsOf.keySet());
        commits.forEach(c -> places.put(c, places.size()));
        this.parents = new int[commits.size()][];
        parentsOf.forEach((commit, all) -> parents[places.getOrDefault(commit, 0)] =
                all.stream().filter(places::containsKey).mapToInt(places::get).toArray());
        this.probability = new double[commits.size()];
        Arrays.fill(probability, 1.0 / commits.size());
    }

    /**
     * Weighs all that was seen.
     *
     * @param isNew true where the defect is what the range brings, false where the range brings its end
     */
    void weigh(Map<String, Observation> seen, Rates rates, boolean isNew) {
        double[] logs = new double[commits.size()];
        // If a commit is the one: failures and passes of those that have the defect then, and of those that have not
        int[][] sums = new int[commits.size()][4];
        Map<String, BitSet> images = new HashMap<>();
        for (Map.Entry<String, Observation> entry : seen.entrySet()) {
            BitSet within = ancestors(entry.getKey());
            Observation of = entry.getValue();
            for (int i = 0; i < logs.length; i++) {
                int side = within.get(i) == isNew ? 0 : 2;
                sums[i][side] += of.failures();
                sums[i][side + 1] += of.passes();
            }
            if (!of.image().isEmpty()) {
                BitSet same = images.putIfAbsent(of.image(), within);
                if (same != null) {
                    BitSet between = (BitSet) same.clone();
                    between.xor(within);
                    between.stream().forEach(i -> logs[i] += HARDLY);
                }
            }
        }
        for (int i = 0; i < logs.length; i++) {
            logs[i] += rates.likelihood(true, sums[i][0], sums[i][1]) + rates.likelihood(false, sums[i][2], sums[i][3]);
        }
        double most = Arrays.stream(logs).max().orElse(0);
        double sum = 0;
        for (int i = 0; i < logs.length; i++) {
            probability[i] = Math.exp(logs[i] - most);
            sum += probability[i];
        }
        for (int i = 0; i < logs.length; i++) {
            probability[i] /= sum;
        }
    }

    /** The commits of the range that a commit contains, itself included; none for one before the range. */
    private BitSet ancestors(String commit) {
        BitSet within = new BitSet(commits.size());
        if (commit.equals(newer)) {
            within.set(0, commits.size());
            return within;
        }
        Integer start = places.get(commit);
        Deque<Integer> open = new ArrayDeque<>(start == null ? List.of() : List.of(start));
        while (!open.isEmpty()) {
            int next = open.pop();
            if (!within.get(next)) {
                within.set(next);
                for (int parent : parents[next]) {
                    open.push(parent);
                }
            }
        }
        return within;
    }

    /** The likeliest commit. */
    String best() {
        int best = 0;
        for (int i = 1; i < probability.length; i++) {
            best = probability[i] > probability[best] ? i : best;
        }
        return commits.get(best);
    }

    double probability(String commit) {
        Integer place = places.get(commit);
        return place == null ? 0 : probability[place];
    }

    /** The fewest commits that together are as likely as asked, the likeliest first. */
    Map<String, Double> together(double sure) {
        Map<String, Double> few = new LinkedHashMap<>();
        double sum = 0;
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < probability.length; i++) {
            order.add(i);
        }
        order.sort((a, b) -> Double.compare(probability[b], probability[a]));
        for (int i : order) {
            if (sum < sure) {
                few.put(commits.get(i), probability[i]);
                sum += probability[i];
            }
        }
        return few;
    }

    /** How likely the commit that is looked for is in a commit; the nearer to a half, the more a try of it tells. */
    double within(String commit) {
        return ancestors(commit).stream().mapToDouble(i -> probability[i]).sum();
    }

    /** The commits of the range, the newest first. */
    List<String> commits() {
        return List.copyOf(commits);
    }

    int place(String commit) {
        return places.getOrDefault(commit, -1);
    }
}
