package dev.osprey.engine.track.mot;

import dev.osprey.engine.track.Assignment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Scores tracks by CLEAR MOT (Bernardin and Stiefelhagen 2008) and by identity (Ristani et al. 2016). Two boxes agree if
 * they overlap by half (intersection over union).
 */
public final class TrackEvaluator {
    private static final double LEAST_OVERLAP = 0.5;

    /** Added to the gain of a pair, so that more pairs are always better than closer ones. */
    private static final double PAIR = 1;

    private final Map<Long, Long> identityOf = new HashMap<>();
    private final Map<Pair, Integer> together = new LinkedHashMap<>();
    private int objects;
    private int results;
    private int matches;
    private int switches;

    private record Pair(long object, long result) {}

    private TrackEvaluator() {}

    /**
     * Compares frame by frame.
     *
     * @param truth what is there; a row with a confidence of 0 is not counted, nor a result that lies on it
     * @param found what a tracker has given
     */
    public static TrackScore score(Collection<MotRow> truth, Collection<MotRow> found) {
        TrackEvaluator evaluator = new TrackEvaluator();
        Map<Integer, List<MotRow>> truthByFrame = byFrame(truth);
        Map<Integer, List<MotRow>> foundByFrame = byFrame(found);
        Set<Integer> frames = new TreeSet<>(truthByFrame.keySet());
        frames.addAll(foundByFrame.keySet());
        for (int frame : frames) {
            evaluator.frame(truthByFrame.getOrDefault(frame, List.of()), foundByFrame.getOrDefault(frame, List.of()));
        }
        return new TrackScore(
                evaluator.objects,
                evaluator.results,
                evaluator.objects - evaluator.matches,
                evaluator.results - evaluator.matches,
                evaluator.switches,
                evaluator.sameIdentity());
    }

    private static Map<Integer, List<MotRow>> byFrame(Collection<MotRow> rows) {
        return rows.stream().collect(Collectors.groupingBy(MotRow::frame, TreeMap::new, Collectors.toList()));
    }

    private void frame(List<MotRow> all, List<MotRow> found) {
        List<MotRow> truth = new ArrayList<>(all);
        truth.removeIf(row -> row.confidence() == 0);
        List<MotRow> given = truth.size() == all.size() ? new ArrayList<>(found) : withoutIgnored(all, found);
        objects += truth.size();
        results += given.size();
        for (MotRow object : truth) {
            for (MotRow result : given) {
                if (agree(object, result) > 0) {
                    together.merge(new Pair(object.identity(), result.identity()), 1, Integer::sum);
                }
            }
        }
        keep(truth, given);
        pair(truth, given);
    }

    /** Without the results that fit best on what is not to be counted. */
    private static List<MotRow> withoutIgnored(List<MotRow> all, List<MotRow> found) {
        List<MotRow> given = new ArrayList<>(found);
        int[] pairs = Assignment.best(gains(all, found));
        for (int i = 0; i < pairs.length; i++) {
            if (pairs[i] != Assignment.NONE && all.get(i).confidence() == 0) {
                given.remove(found.get(pairs[i]));
            }
        }
        return given;
    }

    /** Whoever was followed goes on being followed by the same, if that still fits: even if another fits better. */
    private void keep(List<MotRow> truth, List<MotRow> given) {
        truth.removeIf(object -> {
            Long identity = identityOf.get(object.identity());
            boolean kept = identity != null
                    && given.removeIf(result -> result.identity() == identity && agree(object, result) > 0);
            matches += kept ? 1 : 0;
            return kept;
        });
    }

    private void pair(List<MotRow> truth, List<MotRow> given) {
        int[] pairs = Assignment.best(gains(truth, given));
        for (int i = 0; i < pairs.length; i++) {
            if (pairs[i] != Assignment.NONE) {
                long identity = given.get(pairs[i]).identity();
                Long before = identityOf.put(truth.get(i).identity(), identity);
                matches++;
                switches += before == null || before == identity ? 0 : 1;
            }
        }
    }

    private static double[][] gains(List<MotRow> truth, List<MotRow> given) {
        double[][] gains = new double[truth.size()][given.size()];
        for (int i = 0; i < gains.length; i++) {
            for (int j = 0; j < gains[i].length; j++) {
                gains[i][j] = agree(truth.get(i), given.get(j));
            }
        }
        return gains;
    }

    /** 0 if they do not, more the more they overlap. */
    private static double agree(MotRow object, MotRow result) {
        double overlap = object.box().iou(result.box());
        return overlap < LEAST_OVERLAP ? 0 : PAIR + overlap;
    }

    private int sameIdentity() {
        List<Long> them =
                together.keySet().stream().map(Pair::object).distinct().toList();
        List<Long> us = together.keySet().stream().map(Pair::result).distinct().toList();
        double[][] gains = new double[them.size()][us.size()];
        together.forEach((pair, count) -> gains[them.indexOf(pair.object())][us.indexOf(pair.result())] = count);
        int[] pairs = Assignment.best(gains);
        int sum = 0;
        for (int i = 0; i < pairs.length; i++) {
            sum += pairs[i] == Assignment.NONE ? 0 : (int) gains[i][pairs[i]];
        }
        return sum;
    }
}
