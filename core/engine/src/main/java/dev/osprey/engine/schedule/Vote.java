package dev.osprey.engine.schedule;

import dev.osprey.spi.Box;
import dev.osprey.spi.Point;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The last answers of a stage about one object, and what holds by all of them. */
final class Vote {
    private static final int MOST_ANSWERS = 9;

    private record Answer(Box object, List<Result> results) {}

    private final Deque<Answer> answers = new ArrayDeque<>();

    void add(Box object, List<Result> results) {
        answers.addFirst(new Answer(object, results));
        if (answers.size() > MOST_ANSWERS) {
            answers.removeLast();
        }
    }

    /**
     * What holds of the object where it is now. Labels, attributes and sentences are voted on; places are those of the
     * last answer, moved along with the object; masks, key points and pictures are true of their own picture alone.
     *
     * @param fresh whether the last answer is of this picture
     */
    List<Result> at(Box object, boolean fresh) {
        List<Result> held = new ArrayList<>();
        Answer last = answers.getFirst();
        long lines = last.results().stream()
                .filter(Result.TextRegion.class::isInstance)
                .count();
        for (Result result : last.results()) {
            switch (result.kind()) {
                case DETECTION -> held.add(moved((Result.Detection) result, last.object(), object));
                case TEXT -> held.add(moved((Result.TextRegion) result, lines == 1, last.object(), object));
                case VALUE -> held.add(result);
                case MASK, KEYPOINTS, IMAGE -> {
                    if (fresh) {
                        held.add(result);
                    }
                }
                case CLASSIFICATION, CAPTION, ATTRIBUTES -> {}
            }
        }
        held.addAll(labels());
        attributes().ifPresent(held::add);
        of(Result.Caption.class)
                .max(Comparator.comparingDouble(Result.Caption::score))
                .ifPresent(held::add);
        return held;
    }

    private <R extends Result> Stream<R> of(Class<R> kind) {
        return answers.stream()
                .flatMap(answer -> answer.results().stream())
                .filter(kind::isInstance)
                .map(kind::cast);
    }

    /** As many as one answer has at most, the best by the mean of their scores. */
    private List<Result> labels() {
        Map<String, Double> sums = new LinkedHashMap<>();
        of(Result.Classification.class).forEach(one -> sums.merge(one.label(), one.score(), Double::sum));
        long most = answers.stream()
                .mapToLong(answer -> answer.results().stream()
                        .filter(Result.Classification.class::isInstance)
                        .count())
                .max()
                .orElse(0);
        return best(sums)
                .limit(most)
                .<Result>map(entry -> new Result.Classification(entry.getKey(), mean(entry.getValue())))
                .toList();
    }

    /** Of equal ones the one that was said last comes first. */
    private static Stream<Map.Entry<String, Double>> best(Map<String, Double> sums) {
        return sums.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed());
    }

    private double mean(double sum) {
        return Math.min(1, sum / answers.size());
    }

    /** Each attribute as most answers say it. */
    private Optional<Result> attributes() {
        Map<String, Map<String, Double>> counts = new HashMap<>();
        of(Result.Attributes.class).forEach(one -> one.values()
                .forEach((key, value) -> counts.computeIfAbsent(key, any -> new LinkedHashMap<>())
                        .merge(value, 1.0, Double::sum)));
        Map<String, String> values = new HashMap<>();
        counts.forEach((key, sums) -> best(sums).findFirst().ifPresent(entry -> values.put(key, entry.getKey())));
        return values.isEmpty() ? Optional.empty() : Optional.of(new Result.Attributes(values));
    }

    private static Result moved(Result.Detection found, Box from, Box to) {
        Region region = moved(Region.of(found.box()), from, to);
        return new Result.Detection(found.label(), found.score(), region.bounds());
    }

    /** A line that stands alone is read by all answers. */
    private Result moved(Result.TextRegion found, boolean alone, Box from, Box to) {
        Region region = moved(found.region(), from, to);
        if (!alone) {
            return new Result.TextRegion(found.text(), found.score(), region);
        }
        Map<String, Double> sums = new LinkedHashMap<>();
        of(Result.TextRegion.class).forEach(line -> sums.merge(line.text(), line.score(), Double::sum));
        Map.Entry<String, Double> read = best(sums).findFirst().orElseThrow();
        return new Result.TextRegion(read.getKey(), mean(read.getValue()), region);
    }

    private static Region moved(Region region, Box from, Box to) {
        if (from.equals(to)) {
            return region;
        }
        return new Region(
                moved(region.topLeft(), from, to),
                moved(region.topRight(), from, to),
                moved(region.bottomRight(), from, to),
                moved(region.bottomLeft(), from, to));
    }

    private static Point moved(Point point, Box from, Box to) {
        return new Point(
                to.x() + (point.x() - from.x()) * to.width() / from.width(),
                to.y() + (point.y() - from.y()) * to.height() / from.height());
    }
}
