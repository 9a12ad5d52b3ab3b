package dev.osprey.engine.schedule;

import dev.osprey.engine.pipeline.Results;
import dev.osprey.spi.Box;
import dev.osprey.spi.Output;
import dev.osprey.spi.Point;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageException.Category;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what a call has returned, once, so that nothing behind it need ask again: an output for each input, no place
 * absurdly far off, no image without pixels, and no more results than the host takes. That fields are there and in range the results see to.
 */
final class OutputChecks {
    /** The farthest from the picture's origin that a place may lie, in pixels. */
    private static final double FARTHEST = 1e6;

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

    /** Whose images are whose. */
    @FunctionalInterface
    interface Images {
        /** Whether this image was written through the input of this number, in this call. */
        boolean wrote(int input, Result.Image image);
    }

    Checked check(int inputs, Images images, @Nullable List<Output> returned) throws StageException {
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
            checkEach(i, results, images);
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

    private void checkEach(int input, List<Result> results, Images images) throws StageException {
        for (int i = 0; i < results.size(); i++) {
            Result result = results.get(i);
            if (result instanceof Result.Image image && !images.wrote(input, image)) {
                throw wrong(
                        "returned an image that no write of this input has made, so that nobody has its pixels (result "
                                + i + " of input " + input + "): give what Input.write returns, in the same call");
            }
            try {
                check(result);
            } catch (WrongField e) {
                throw wrong("returned a " + result.kind().jsonName() + " whose " + e.getMessage() + " (result " + i
                        + " of input " + input + ")");
            }
        }
    }

    /* That fields are there, finite and in their ranges the records have seen to; how far off is too far is ours. */
    private static void check(Result result) throws WrongField {
        List<Point> places =
                switch (result.kind()) {
                    case DETECTION -> corners(((Result.Detection) result).box());
                    case MASK -> corners(((Result.Mask) result).box());
                    case IMAGE -> corners(((Result.Image) result).box());
                    case TEXT -> corners(((Result.TextRegion) result).region());
                    case KEYPOINTS -> ((Result.Keypoints) result)
                            .points().stream()
                                    .map(point -> new Point(point.x(), point.y()))
                                    .toList();
                    case CLASSIFICATION, CAPTION, VALUE, ATTRIBUTES -> List.of();
                };
        for (Point place : places) {
            if (Math.max(Math.abs(place.x()), Math.abs(place.y())) > FARTHEST) {
                throw new WrongField("place is (" + place.x() + ", " + place.y()
                        + "), and must be within 1,000,000 pixels of the origin");
            }
        }
    }

    private static List<Point> corners(Box box) {
        return List.of(new Point(box.x(), box.y()), new Point(box.right(), box.bottom()));
    }

    private static List<Point> corners(Region region) {
        return List.of(region.topLeft(), region.topRight(), region.bottomRight(), region.bottomLeft());
    }

    private StageException wrong(String what) {
        return new StageException(Category.INTERNAL, "stage '" + stage + "' " + what);
    }
}
