package dev.osprey.segment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.osprey.spi.Result;
import dev.osprey.toolkit.decode.MaskCodec;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Masks against the polygons of annotations in COCO's form: for each class the pixels that both have, over the pixels
 * that either has, counted over all pictures. Crowds, which have no polygons, are left out.
 */
final class ClassOverlap {
    /** COCO's names where Pascal VOC has others. */
    private static final Map<String, String> VOC_NAMES = Map.of(
            "airplane", "aeroplane",
            "motorcycle", "motorbike",
            "dining table", "diningtable",
            "potted plant", "pottedplant",
            "couch", "sofa",
            "tv", "tvmonitor");

    /** Every other pixel and row is looked at. */
    private static final int STEP = 2;

    private record Shape(String label, Path2D outline) {}

    private static final class Count {
        private long both;
        private long either;
        private long annotated;
    }

    private final Map<String, List<Shape>> shapes = new HashMap<>();
    private final Map<String, Count> counts = new TreeMap<>();

    void addTruth(Path annotations) throws IOException {
        JsonNode tree = new JsonMapper().readTree(annotations.toFile());
        Map<Integer, String> labels = new HashMap<>();
        tree.path("categories").forEach(category -> {
            String name = category.path("name").asText();
            labels.put(category.path("id").asInt(), VOC_NAMES.getOrDefault(name, name));
        });
        Map<Integer, String> files = new HashMap<>();
        tree.path("images")
                .forEach(image -> files.put(
                        image.path("id").asInt(),
                        Path.of(image.path("file_name").asText()).getFileName().toString()));
        for (JsonNode one : tree.path("annotations")) {
            String file = files.get(one.path("image_id").asInt());
            if (file != null && one.path("iscrowd").asInt() == 0) {
                String label = String.valueOf(labels.get(one.path("category_id").asInt()));
                shapes.computeIfAbsent(file, none -> new ArrayList<>())
                        .add(new Shape(label, outline(one.path("segmentation"))));
            }
        }
    }

    /** Counts one picture for each of these classes. */
    void add(String file, int width, int height, List<String> classes, List<Result.Mask> found) {
        List<Shape> annotated = shapes.getOrDefault(file, List.of());
        for (String label : classes) {
            List<Path2D> truth = annotated.stream()
                    .filter(shape -> shape.label().equals(label))
                    .map(Shape::outline)
                    .toList();
            List<Result.Mask> masks =
                    found.stream().filter(mask -> mask.label().equals(label)).toList();
            if (!truth.isEmpty() || !masks.isEmpty()) {
                count(counts.computeIfAbsent(label, none -> new Count()), width, height, truth, masks);
            }
        }
    }

    /** The overlap of a class, 0..1. */
    double of(String label) {
        Count count = counts.getOrDefault(label, new Count());
        return count.either == 0 ? 0 : (double) count.both / count.either;
    }

    /** The mean overlap of the classes that are annotated somewhere, 0..1. */
    double mean() {
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue().annotated > 0)
                .mapToDouble(entry -> of(entry.getKey()))
                .average()
                .orElse(0);
    }

    @Override
    public String toString() {
        StringBuilder lines = new StringBuilder();
        counts.forEach((label, count) -> lines.append(
                String.format("%-12s %.3f (%d pixels annotated)%n", label, of(label), count.annotated * STEP * STEP)));
        return lines.toString();
    }

    private static void count(Count count, int width, int height, List<Path2D> truth, List<Result.Mask> masks) {
        List<boolean[]> cells = masks.stream().map(MaskCodec::decode).toList();
        for (int y = 0; y < height; y += STEP) {
            for (int x = 0; x < width; x += STEP) {
                double centreX = x + 0.5;
                double centreY = y + 0.5;
                boolean annotated = truth.stream().anyMatch(outline -> outline.contains(centreX, centreY));
                boolean found = false;
                for (int i = 0; i < masks.size(); i++) {
                    found |= isInside(masks.get(i), cells.get(i), centreX, centreY);
                }
                count.annotated += annotated ? 1 : 0;
                count.both += annotated && found ? 1 : 0;
                count.either += annotated || found ? 1 : 0;
            }
        }
    }

    private static boolean isInside(Result.Mask mask, boolean[] cells, double x, double y) {
        double column = Math.floor((x - mask.box().x()) / mask.box().width() * mask.columns());
        double row = Math.floor((y - mask.box().y()) / mask.box().height() * mask.rows());
        return column >= 0
                && row >= 0
                && column < mask.columns()
                && row < mask.rows()
                && cells[(int) (row * mask.columns() + column)];
    }

    private static Path2D outline(JsonNode polygons) {
        Path2D outline = new Path2D.Double(Path2D.WIND_NON_ZERO);
        for (JsonNode polygon : polygons) {
            for (int i = 0; i + 1 < polygon.size(); i += 2) {
                if (i == 0) {
                    outline.moveTo(polygon.get(0).asDouble(), polygon.get(1).asDouble());
                } else {
                    outline.lineTo(polygon.get(i).asDouble(), polygon.get(i + 1).asDouble());
                }
            }
            if (polygon.size() > 1) {
                outline.closePath();
            }
        }
        return outline;
    }
}
