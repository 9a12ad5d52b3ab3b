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
            if (finding.track() != Finding.NO_TRACK) {
                node.put("track", finding.track());
            }
            finding.parent().ifPresent(parent -> node.putObject("parent")
                    .put("stage", parent.stage())
                    .put("index", parent.index()));
            array.add(node);
        }
        return array;
    }

    private static ObjectNode write(Result result) {
        ObjectNode node = JSON.objectNode().put("kind", result.kind().jsonName());
        if (result instanceof Result.Scored scored) {
            node.put("label", scored.label());
            score(node, scored.score());
        }
        return switch (result.kind()) {
            case CLASSIFICATION -> node;
            case DETECTION -> box(node, ((Result.Detection) result).box());
            case MASK -> mask(node, (Result.Mask) result);
            case TEXT -> text(node, (Result.TextRegion) result);
            case KEYPOINTS -> points(node, ((Result.Keypoints) result).points());
            case CAPTION -> caption(node, (Result.Caption) result);
            case IMAGE -> image(node, (Result.Image) result);
            case VALUE -> value(node, (Result.Value) result);
            case ATTRIBUTES -> attributes(node, (Result.Attributes) result);
        };
    }

    private static ObjectNode mask(ObjectNode node, Result.Mask mask) {
        box(node, mask.box());
        node.put("columns", mask.columns()).put("rows", mask.rows());
        ArrayNode runs = node.putArray("runs");
        mask.runs().forEach(runs::add);
        return node;
    }

    private static ObjectNode text(ObjectNode node, Result.TextRegion text) {
        node.put("text", text.text());
        score(node, text.score());
        polygon(node, text.region());
        return node;
    }

    private static ObjectNode caption(ObjectNode node, Result.Caption caption) {
        node.put("text", caption.text());
        score(node, caption.score());
        return node;
    }

    private static ObjectNode image(ObjectNode node, Result.Image image) {
        return box(node, image.box()).put("width", image.width()).put("height", image.height());
    }

    private static ObjectNode value(ObjectNode node, Result.Value value) {
        node.put("name", value.name());
        number(node, "number", value.number(), VALUE_STEPS);
        return node.put("unit", value.unit());
    }

    private static ObjectNode attributes(ObjectNode node, Result.Attributes attributes) {
        ObjectNode values = node.putObject("values");
        attributes.values().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        return node;
    }

    private static ObjectNode points(ObjectNode node, List<Result.Keypoint> points) {
        ArrayNode array = node.putArray("points");
        for (Result.Keypoint point : points) {
            ObjectNode entry = array.addObject().put("name", point.name());
            number(entry, "x", point.x(), COORDINATE_STEPS);
            number(entry, "y", point.y(), COORDINATE_STEPS);
            score(entry, point.score());
        }
        return node;
    }

    private static ObjectNode box(ObjectNode node, Box box) {
        ObjectNode entry = node.putObject("box");
        number(entry, "x", box.x(), COORDINATE_STEPS);
        number(entry, "y", box.y(), COORDINATE_STEPS);
        number(entry, "width", box.width(), COORDINATE_STEPS);
        number(entry, "height", box.height(), COORDINATE_STEPS);
        return node;
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
