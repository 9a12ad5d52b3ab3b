package dev.osprey.spi;

import java.util.List;
import java.util.Map;

/** Something a stage found: a plain value on the heap, in pixels of the source picture. */
public sealed interface Result {
    /** The name in JSON and in {@link StageSpec#kinds()}. */
    String kind();

    /** A result that has a label and a score in 0..1, so that a pipeline can ask for some and drop the weak ones. */
    sealed interface Scored extends Result {
        String label();

        double score();
    }

    /** What the input as a whole shows. */
    record Classification(String label, double score) implements Scored {
        public static final String KIND = "classification";

        @Override
        public String kind() {
            return KIND;
        }
    }

    /** One object and where it is. */
    record Detection(String label, double score, Box box) implements Scored {
        public static final String KIND = "detection";

        @Override
        public String kind() {
            return KIND;
        }
    }

    /**
     * The pixels of one object or class.
     *
     * @param box what the grid covers, in source pixels
     * @param columns of the grid
     * @param rows of the grid
     * @param runs lengths of runs in row-major order, alternately outside and inside, the first outside (perhaps 0);
     *     their sum is columns × rows
     */
    record Mask(String label, double score, Box box, int columns, int rows, List<Integer> runs) implements Scored {
        public static final String KIND = "mask";

        public Mask {
            runs = List.copyOf(runs);
            long sum = runs.stream().mapToLong(Integer::longValue).sum();
            if (sum != (long) columns * rows) {
                throw new IllegalArgumentException(
                        "runs must add up to " + columns + " x " + rows + " cells, got " + sum);
            }
        }

        @Override
        public String kind() {
            return KIND;
        }
    }

    /** A line of text, with its corners clockwise from the text's own top left. */
    record TextRegion(String text, double score, Region region) implements Result {
        public static final String KIND = "text";

        @Override
        public String kind() {
            return KIND;
        }
    }

    /** The named points of one body, face or hand. */
    record Keypoints(String label, double score, List<Keypoint> points) implements Scored {
        public static final String KIND = "keypoints";

        public Keypoints {
            points = List.copyOf(points);
        }

        @Override
        public String kind() {
            return KIND;
        }
    }

    /** One point of {@link Keypoints}, in source pixels; score 0..1. */
    record Keypoint(String name, double x, double y, double score) {}

    /** A sentence about the input. */
    record Caption(String text, double score) implements Result {
        public static final String KIND = "caption";

        @Override
        public String kind() {
            return KIND;
        }
    }

    /**
     * A picture that the stage made of its input. Its pixels do not travel in JSON.
     *
     * @param box what it shows, in source pixels
     * @param pixels 8 bits a channel, row-major, [H, W, 3] in the order RGB; not to be changed
     */
    record Image(Box box, int width, int height, byte[] pixels) implements Result {
        public static final String KIND = "image";

        public Image {
            if (pixels.length != (long) width * height * 3) {
                throw new IllegalArgumentException(
                        "pixels must hold " + width + " x " + height + " x 3 bytes, got " + pixels.length);
            }
        }

        @Override
        public String kind() {
            return KIND;
        }
    }

    /** The reading of a gauge, given for every input; says nothing about whether anything was found. */
    record Value(String name, double number, String unit) implements Result {
        public static final String KIND = "value";

        @Override
        public String kind() {
            return KIND;
        }
    }

    /** What a stage adds to its parent: a colour, a hard hat, a plate's number. */
    record Attributes(Map<String, String> values) implements Result {
        public static final String KIND = "attributes";

        public Attributes {
            values = Map.copyOf(values);
        }

        @Override
        public String kind() {
            return KIND;
        }
    }
}
