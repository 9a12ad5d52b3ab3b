package dev.osprey.engine.schedule;

import dev.osprey.engine.pipeline.Results;
import dev.osprey.spi.Box;
import dev.osprey.spi.Output;
import dev.osprey.spi.Point;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageException.Category;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what a call has returned, once, so that nothing behind it need ask again: an output for each input, every
 * field there, every number finite and in its range, and no more results than the host takes.
 */
final class OutputChecks {
    /** The farthest from the picture's origin that a place may lie, in pixels. */
    private static final double FARTHEST = 1e6;

    /* Arithmetic in 32 bits goes a little past 1, as a sum of many shares does. */
    private static final double ROUNDING = 1e-3;

    private final String stage;
    private final int maxResults;

    OutputChecks(String stage, int maxResults) {
        this.stage = stage;
        this.maxResults = maxResults;
    }

    /**
     * Outputs that may be used as they are.
     *
     * @param complaint what was cut off, in words; empty if nothing was
     */
    record Checked(List<Output> outputs, String complaint) {}

    /** What is wrong with one field. */
    private static final class WrongField extends Exception {
        private static final long serialVersionUID = 1L;

        WrongField(String message) {
            super(message);
        }
    }

    Checked check(int inputs, @Nullable List<Output> returned) throws StageException {
        if (returned == null) {
            throw wrong("returned null instead of a list of " + inputs + " outputs");
        }
        if (returned.size() != inputs) {
            throw wrong("returned " + returned.size() + " outputs for " + inputs + " inputs");
        }
        List<Output> outputs = new ArrayList<>(inputs);
        String complaint = "";
        for (int i = 0; i < inputs; i++) {
            Output output = returned.get(i);
            if (output == null) {
                throw wrong("returned null as output " + i + " of " + inputs);
            }
            List<Result> results = output.results();
            if (results.size() > maxResults) {
                complaint = "returned " + results.size() + " results for one input, and max-results is " + maxResults
                        + ": only the best are kept";
                results = best(results);
            }
            checkEach(i, results);
            outputs.add(results == output.results() ? output : new Output(results));
        }
        return new Checked(outputs, complaint);
    }

    /** Those of the highest scores, in the order they came in. */
    private List<Result> best(List<Result> results) {
        double[] scores = results.stream().mapToDouble(Results::score).toArray();
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        double least = sorted[sorted.length - maxResults];
        int equal = maxResults;
        for (double score : scores) {
            equal -= Double.compare(score, least) > 0 ? 1 : 0;
        }
        List<Result> best = new ArrayList<>(maxResults);
        for (int i = 0; i < scores.length; i++) {
            int compared = Double.compare(scores[i], least);
            if (compared > 0 || (compared == 0 && equal-- > 0)) {
                best.add(results.get(i));
            }
        }
        return best;
    }

    private void checkEach(int input, List<Result> results) throws StageException {
        for (int i = 0; i < results.size(); i++) {
            Result result = results.get(i);
            try {
                check(result);
            } catch (WrongField e) {
                throw wrong("returned a " + result.kind() + " whose " + e.getMessage() + " (result " + i + " of input "
                        + input + ")");
            }
        }
    }

    private static void check(Result result) throws WrongField {
        if (result instanceof Result.Scored scored) {
            present("label", scored.label());
            score("score", scored.score());
        }
        if (result instanceof Result.Detection detection) {
            box(detection.box());
        } else if (result instanceof Result.Mask mask) {
            box(mask.box());
            for (int run : mask.runs()) {
                if (run < 0) {
                    throw new WrongField("runs hold " + run + ", and none may be below 0");
                }
            }
        } else if (result instanceof Result.TextRegion text) {
            present("text", text.text());
            score("score", text.score());
            present("region", text.region());
            point("region.topLeft", text.region().topLeft());
            point("region.topRight", text.region().topRight());
            point("region.bottomRight", text.region().bottomRight());
            point("region.bottomLeft", text.region().bottomLeft());
        } else if (result instanceof Result.Keypoints keypoints) {
            for (Result.Keypoint point : keypoints.points()) {
                present("points.name", point.name());
                place("points.x", point.x());
                place("points.y", point.y());
                score("points.score", point.score());
            }
        } else if (result instanceof Result.Caption caption) {
            present("text", caption.text());
            score("score", caption.score());
        } else if (result instanceof Result.Image image) {
            box(image.box());
        } else if (result instanceof Result.Value value) {
            present("name", value.name());
            present("unit", value.unit());
            if (!Double.isFinite(value.number())) {
                throw new WrongField("number is " + value.number() + ", and must be finite");
            }
        }
    }

    private static void present(String field, @Nullable Object value) throws WrongField {
        if (value == null) {
            throw new WrongField(field + " is null");
        }
    }

    private static void score(String field, double score) throws WrongField {
        if (!(score >= -ROUNDING && score <= 1 + ROUNDING)) {
            throw new WrongField(field + " is " + score + ", and must be in 0..1");
        }
    }

    private static void box(@Nullable Box box) throws WrongField {
        present("box", box);
        if (box != null) {
            place("box.x", box.x());
            place("box.y", box.y());
            place("box.width", box.width());
            place("box.height", box.height());
        }
    }

    private static void point(String field, @Nullable Point point) throws WrongField {
        present(field, point);
        if (point != null) {
            place(field + ".x", point.x());
            place(field + ".y", point.y());
        }
    }

    private static void place(String field, double pixels) throws WrongField {
        if (!(Math.abs(pixels) <= FARTHEST)) {
            throw new WrongField(field + " is " + pixels + ", and must be within 1,000,000 pixels of the origin");
        }
    }

    private StageException wrong(String what) {
        return new StageException(Category.INTERNAL, "stage '" + stage + "' " + what);
    }
}
