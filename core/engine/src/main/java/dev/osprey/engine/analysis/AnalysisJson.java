package dev.osprey.engine.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.spi.Box;
import dev.osprey.spi.Point;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/** The wire form of an {@link Analysis}: what the live feed, the HTTP API and {@code osprey analyze} write. */
public final class AnalysisJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final DateTimeFormatter RFC_3339_MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final double COORDINATE_STEPS = 10;
    private static final double SCORE_STEPS = 1000;
    private static final double TIMING_STEPS = 10;
    private static final double VALUE_STEPS = 1_000_000;

    private AnalysisJson() {}

    /** The message {@code analysis}; coordinates to 0.1 pixel, scores to 0.001, timings to 0.1 ms. */
    public static ObjectNode write(Analysis analysis) {
        ObjectNode message = JSON.objectNode();
        message.put("type", "analysis");
        message.put("camera", analysis.camera());
        message.put("stream", analysis.stream());
        message.put("sequence", analysis.sequence());
        message.put("pts", analysis.ptsMicros());
        message.put("capturedAt", time(analysis.capturedAt()));
        message.put("width", analysis.width());
        message.put("height", analysis.height());
        ObjectNode results = message.putObject("results");
        analysis.results().forEach((stage, findings) -> results.set(stage, writeFindings(findings)));
        ObjectNode timings = message.putObject("timings");
        analysis.timingsMillis().forEach((stage, millis) -> number(timings, stage, millis, TIMING_STEPS));
        if (!analysis.errors().isEmpty()) {
            ObjectNode errors = message.putObject("errors");
            analysis.errors().forEach(errors::put);
        }
        return message;
    }

    /** The findings of one stage. */
    public static ArrayNode writeFindings(List<Finding> findings) {
        ArrayNode array = JSON.arrayNode(findings.size());
        for (Finding finding : findings) {
            ObjectNode node = write(finding.result());
            finding.parent().ifPresent(parent -> node.putObject("parent")
                    .put("stage", parent.stage())
                    .put("index", parent.index()));
            array.add(node);
        }
        return array;
    }

    private static ObjectNode write(Result result) {
        ObjectNode node = JSON.objectNode().put("kind", result.kind());
        if (result instanceof Result.Scored scored) {
            node.put("label", scored.label());
            score(node, scored.score());
        }
        if (result instanceof Result.Detection detection) {
            box(node, detection.box());
        } else if (result instanceof Result.Mask mask) {
            box(node, mask.box());
            node.put("columns", mask.columns()).put("rows", mask.rows());
            ArrayNode runs = node.putArray("runs");
            mask.runs().forEach(runs::add);
        } else if (result instanceof Result.TextRegion text) {
            node.put("text", text.text());
            score(node, text.score());
            polygon(node, text.region());
        } else if (result instanceof Result.Keypoints keypoints) {
            points(node, keypoints.points());
        } else if (result instanceof Result.Caption caption) {
            node.put("text", caption.text());
            score(node, caption.score());
        } else if (result instanceof Result.Image image) {
            box(node, image.box());
            node.put("width", image.width()).put("height", image.height());
        } else if (result instanceof Result.Value value) {
            node.put("name", value.name());
            number(node, "number", value.number(), VALUE_STEPS);
            node.put("unit", value.unit());
        } else if (result instanceof Result.Attributes attributes) {
            ObjectNode values = node.putObject("values");
            attributes.values().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        }
        return node;
    }

    private static void points(ObjectNode node, List<Result.Keypoint> points) {
        ArrayNode array = node.putArray("points");
        for (Result.Keypoint point : points) {
            ObjectNode entry = array.addObject().put("name", point.name());
            number(entry, "x", point.x(), COORDINATE_STEPS);
            number(entry, "y", point.y(), COORDINATE_STEPS);
            score(entry, point.score());
        }
    }

    private static void box(ObjectNode node, Box box) {
        ObjectNode entry = node.putObject("box");
        number(entry, "x", box.x(), COORDINATE_STEPS);
        number(entry, "y", box.y(), COORDINATE_STEPS);
        number(entry, "width", box.width(), COORDINATE_STEPS);
        number(entry, "height", box.height(), COORDINATE_STEPS);
    }

    private static void polygon(ObjectNode node, Region region) {
        ArrayNode polygon = node.putArray("polygon");
        for (Point corner : List.of(region.topLeft(), region.topRight(), region.bottomRight(), region.bottomLeft())) {
            ArrayNode pair = polygon.addArray();
            pair.add(rounded(corner.x(), COORDINATE_STEPS));
            pair.add(rounded(corner.y(), COORDINATE_STEPS));
        }
    }

    private static void score(ObjectNode node, double score) {
        number(node, "score", score, SCORE_STEPS);
    }

    private static void number(ObjectNode node, String name, double value, double steps) {
        node.set(name, rounded(value, steps));
    }

    /** JSON knows no NaN and no infinity: they become null. A whole number is written without a point. */
    private static JsonNode rounded(double value, double steps) {
        if (!Double.isFinite(value)) {
            return JSON.nullNode();
        }
        double scaled = Math.rint(value * steps);
        if (Math.abs(scaled) >= 1L << 53) {
            return JSON.numberNode(value);
        }
        double rounded = scaled / steps;
        long whole = (long) rounded;
        return whole == rounded ? JSON.numberNode(whole) : JSON.numberNode(rounded);
    }

    private static String time(Instant instant) {
        return RFC_3339_MICROS.format(instant);
    }
}
