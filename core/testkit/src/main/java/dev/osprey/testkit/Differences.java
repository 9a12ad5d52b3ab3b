package dev.osprey.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Says in words where two JSON trees of results differ by more than is tolerated. */
final class Differences {
    private static final Set<String> COORDINATES = Set.of("x", "y", "width", "height", "polygon");

    /** Of a mask, what is no part of its grid. */
    private static final List<String> MASK_KEYS = List.of("label", "score", "parent");

    /** More say nothing new. */
    private static final int MOST = 20;

    private final Tolerance tolerance;
    private final List<String> found = new ArrayList<>();

    private Differences(Tolerance tolerance) {
        this.tolerance = tolerance;
    }

    static List<String> between(JsonNode expected, JsonNode actual, Tolerance tolerance) {
        Differences differences = new Differences(tolerance);
        differences.compare("", "", expected, actual);
        return differences.found;
    }

    private void compare(String path, String key, JsonNode expected, JsonNode actual) {
        if (expected.isNumber() && actual.isNumber()) {
            double difference = Math.abs(expected.asDouble() - actual.asDouble());
            if (difference > allowed(key, expected.asDouble(), actual.asDouble()) + 1e-9) {
                add(path, expected, actual);
            }
        } else if (expected.isArray() && actual.isArray()) {
            if (expected.size() != actual.size()) {
                add(path, expected.size() + " elements", actual.size() + " elements: " + actual);
                return;
            }
            for (int i = 0; i < expected.size(); i++) {
                compare(path + "[" + i + "]", key, expected.get(i), actual.get(i));
            }
        } else if (MaskOverlap.isMask(expected) && MaskOverlap.isMask(actual)) {
            compareMasks(path, expected, actual);
        } else if (expected.isObject() && actual.isObject()) {
            Set<String> keys = new TreeSet<>();
            expected.fieldNames().forEachRemaining(keys::add);
            actual.fieldNames().forEachRemaining(keys::add);
            for (String name : keys) {
                compare(path + "." + name, name, expected.path(name), actual.path(name));
            }
        } else if (!expected.equals(actual)) {
            add(path, expected, actual);
        }
    }

    /** One cell more or less changes runs, grid and box: what counts is how much of the two masks is common. */
    private void compareMasks(String path, JsonNode expected, JsonNode actual) {
        for (String key : MASK_KEYS) {
            compare(path + "." + key, key, expected.path(key), actual.path(key));
        }
        double overlap = MaskOverlap.iou(expected, actual);
        if (overlap < 1 - tolerance.number()) {
            String words = String.format(Locale.ROOT, " with an overlap of %.2f", overlap);
            add(path + ".runs", expected.path("box"), actual.path("box") + words);
        }
    }

    private double allowed(String key, double expected, double actual) {
        if (COORDINATES.contains(key)) {
            return tolerance.pixels();
        }
        if (key.equals("score")) {
            return tolerance.score();
        }
        return tolerance.number() * Math.max(1, Math.max(Math.abs(expected), Math.abs(actual)));
    }

    private void add(String path, Object expected, Object actual) {
        if (found.size() < MOST) {
            found.add(path + ": expected " + expected + ", got " + actual);
        }
    }
}
