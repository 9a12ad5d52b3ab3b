package dev.osprey.detect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.osprey.spi.Box;
import dev.osprey.spi.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** COCO's measure of a detector, in percent: 101 points, a hundred detections a picture, crowds ignored. */
final class AveragePrecision {
    private static final int MOST_DETECTIONS = 100;

    private record Truth(String picture, String label, Box box, boolean crowd) {}

    private record Found(String picture, Result.Detection detection) {}

    private final List<Truth> truths = new ArrayList<>();
    private final List<Found> founds = new ArrayList<>();

    /** Adds the annotations of a file in COCO's form. */
    void addTruth(Path annotations) throws IOException {
        JsonNode tree = new JsonMapper().readTree(annotations.toFile());
        Map<Integer, String> labels = new HashMap<>();
        tree.path("categories")
                .forEach(category -> labels.put(
                        category.path("id").asInt(), category.path("name").asText()));
        Map<Integer, String> files = new HashMap<>();
        tree.path("images")
                .forEach(image -> files.put(
                        image.path("id").asInt(),
                        Path.of(image.path("file_name").asText()).getFileName().toString()));
        for (JsonNode one : tree.path("annotations")) {
            String file = files.get(one.path("image_id").asInt());
            JsonNode box = one.path("bbox");
            if (file != null) {
                truths.add(new Truth(
                        file,
                        labels.get(one.path("category_id").asInt()),
                        new Box(
                                box.get(0).asDouble(),
                                box.get(1).asDouble(),
                                box.get(2).asDouble(),
                                box.get(3).asDouble()),
                        one.path("iscrowd").asInt() == 1));
            }
        }
    }

    /** Adds what was found in a picture, best first. */
    void addFound(String picture, List<Result> results) {
        results.stream()
                .limit(MOST_DETECTIONS)
                .forEach(result -> founds.add(new Found(picture, (Result.Detection) result)));
    }

    double at(double iou) {
        Set<String> labels = new TreeSet<>();
        truths.stream().filter(truth -> !truth.crowd()).forEach(truth -> labels.add(truth.label()));
        return 100
                * labels.stream()
                        .mapToDouble(label -> ofLabel(label, iou))
                        .average()
                        .orElse(0);
    }

    /** The mean over IoU .50, .55 … .95. */
    double mean() {
        double sum = 0;
        for (int step = 0; step < 10; step++) {
            sum += at(0.5 + 0.05 * step);
        }
        return sum / 10;
    }

    private double ofLabel(String label, double iou) {
        List<Truth> wanted =
                truths.stream().filter(truth -> truth.label().equals(label)).toList();
        List<Found> ranked = founds.stream()
                .filter(found -> found.detection().label().equals(label))
                .sorted(Comparator.comparingDouble(
                        (Found found) -> -found.detection().score()))
                .toList();
        long positives = wanted.stream().filter(truth -> !truth.crowd()).count();
        Set<Truth> used = new HashSet<>();
        List<double[]> curve = new ArrayList<>();
        int right = 0;
        int wrong = 0;
        for (Found found : ranked) {
            Truth best = null;
            boolean crowd = false;
            for (Truth truth : wanted) {
                if (truth.picture().equals(found.picture())) {
                    Box box = found.detection().box();
                    if (truth.crowd()) {
                        crowd |= covered(truth.box(), box) >= iou;
                    } else if (!used.contains(truth)
                            && truth.box().iou(box)
                                    >= (best == null ? iou : best.box().iou(box))) {
                        best = truth;
                    }
                }
            }
            if (best != null) {
                used.add(best);
                right++;
            } else if (crowd) {
                continue;
            } else {
                wrong++;
            }
            curve.add(new double[] {(double) right / positives, (double) right / (right + wrong)});
        }
        double sum = 0;
        for (int point = 0; point <= 100; point++) {
            double recall = point / 100.0 - 1e-12;
            sum += curve.stream()
                    .filter(at -> at[0] >= recall)
                    .mapToDouble(at -> at[1])
                    .max()
                    .orElse(0);
        }
        return sum / 101;
    }

    /** The share of a box that lies within a crowd. */
    private static double covered(Box crowd, Box box) {
        double width = Math.min(crowd.right(), box.right()) - Math.max(crowd.x(), box.x());
        double height = Math.min(crowd.bottom(), box.bottom()) - Math.max(crowd.y(), box.y());
        return width > 0 && height > 0 ? width * height / box.area() : 0;
    }
}
