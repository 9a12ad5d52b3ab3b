package dev.osprey.engine.event;

import java.util.HashMap;
import java.util.Map;

/** What something is called, by the sum of scores; another name must be clearly ahead to take over. */
final class Votes {
    private static final double AHEAD = 1.2;
    private static final int MOST_NAMES = 32;

    private final Map<String, Double> sums = new HashMap<>();
    private String leader = "";
    private int cast;

    void add(String name, double score) {
        if (sums.size() >= MOST_NAMES && !sums.containsKey(name)) {
            return;
        }
        cast++;
        double sum = sums.merge(name, score, Double::sum);
        if (leader.isEmpty() || (!name.equals(leader) && sum > AHEAD * sums.getOrDefault(leader, 0.0))) {
            leader = name;
        }
    }

    /** Empty before the first. */
    String leader() {
        return leader;
    }

    int cast() {
        return cast;
    }
}
