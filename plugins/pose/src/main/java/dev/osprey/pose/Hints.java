package dev.osprey.pose;

import dev.osprey.spi.StageException;
import dev.osprey.toolkit.OnnxModel;
import java.util.Arrays;
import java.util.List;

/**
 * What settings, catalog and the model's metadata say of its points and classes, in this order.
 *
 * @param names of the points, empty if nobody names them
 * @param points of one person, as far as said; else COCO's 17
 * @param dimensions of a point in YOLO's outputs: 3 with, 2 without a score
 * @param classes their names; of one, a person, if nobody names them
 */
record Hints(List<String> names, int points, int dimensions, List<String> classes) {
    /** What is found where nobody says otherwise. */
    static final String PERSON = "person";

    /** The points that the COCO key point challenge asks for, in its order. */
    static final List<String> COCO = List.of(
            "nose",
            "left eye",
            "right eye",
            "left ear",
            "right ear",
            "left shoulder",
            "right shoulder",
            "left elbow",
            "right elbow",
            "left wrist",
            "right wrist",
            "left hip",
            "right hip",
            "left knee",
            "right knee",
            "left ankle",
            "right ankle");

    Hints {
        names = List.copyOf(names);
        classes = List.copyOf(classes);
    }

    /** @param asked names of the points in the settings, perhaps none */
    static Hints of(OnnxModel model, List<String> asked) throws StageException {
        List<String> names = asked.isEmpty() ? model.model().labels() : asked;
        int points = names.isEmpty() ? COCO.size() : names.size();
        int dimensions = 3;
        String shape = model.metadata().get("kpt_shape").orElse(null);
        if (shape != null) {
            List<Integer> numbers = numbers(model, shape);
            points = numbers.get(0);
            dimensions = numbers.get(1);
        }
        return new Hints(names, points, dimensions, model.metadata().names().orElse(List.of(PERSON)));
    }

    /**
     * A name for each point.
     *
     * @param found how many the outputs have
     * @throws StageException CONFIG if that many are not named
     */
    List<String> complete(int found, OnnxModel model, System.Logger logger) throws StageException {
        if (!names.isEmpty()) {
            if (names.size() != found) {
                throw new StageException(
                        StageException.Category.CONFIG,
                        model.describeOutputs() + ", which has " + found + " points; there are " + names.size()
                                + " names (" + names.get(0) + " … " + names.get(names.size() - 1)
                                + "): set `points` to the list the model was trained with, or `layout` if it is another");
            }
            return names;
        }
        if (found == COCO.size()) {
            return COCO;
        }
        logger.log(
                System.Logger.Level.INFO,
                model + " has no names for its " + found + " points; they are numbered: set `points` to name them");
        return java.util.stream.IntStream.range(0, found)
                .mapToObj(i -> "point " + i)
                .toList();
    }

    /** Reads {@code [17, 3]}. */
    private static List<Integer> numbers(OnnxModel model, String shape) throws StageException {
        String[] parts = shape.replaceAll("[\\[\\]() ]", "").split(",", -1);
        if (parts.length != 2 || !Arrays.stream(parts).allMatch(part -> part.matches("[1-9][0-9]{0,3}"))) {
            throw new StageException(
                    StageException.Category.CONFIG,
                    model + ": its metadata kpt_shape must be as [17, 3], points and numbers of each, got '" + shape
                            + "'");
        }
        return Arrays.stream(parts).map(Integer::valueOf).toList();
    }
}
