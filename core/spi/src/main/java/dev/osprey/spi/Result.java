package dev.osprey.spi;

import java.util.List;
import java.util.Map;

/**
 * Something a stage found: a plain value on the heap, in pixels of the source picture. Each checks its fields: none is
 * null, numbers are finite, scores lie in 0..1 (a rounding error of a thousandth is cut off); what is wrong is refused by
 * {@link IllegalArgumentException} with the field's name and value.
 */
public sealed interface Result {
    /**
     * The kinds that there are, one for each record. A switch over them that has no default does not compile once
     * another one comes: so do all places of the host that handle results.
     */
    enum Kind {
        CLASSIFICATION,
        DETECTION,
        MASK,
        TEXT,
        KEYPOINTS,
        CAPTION,
        IMAGE,
        VALUE,
        ATTRIBUTES;

        /** The name in JSON, such as {@code detection}. */
        public String jsonName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Which record this is. */
    Kind kind();

    /** A result that has a label and a score in 0..1, so that a pipeline can ask for some and drop the weak ones. */
    sealed interface Scored extends Result {
        String label();

        double score();
    }

    /** What the input as a whole shows. */
    record Classification(String label, double score) implements Scored {
        public static final Kind KIND = Kind.CLASSIFICATION;

        public Classification {
            Checks.present("label", label);
            score = Checks.score("score", score);
        }

        @Override
        public Kind kind() {
            return KIND;
        }
    }

    /** One object and where it is. */
    record Detection(String label, double score, Box box) implements Scored {
        public static final Kind KIND = Kind.DETECTION;

        public Detection {
            Checks.present("label", label);
            score = Checks.score("score", score);
            Checks.present("box", box);
        }

        @Override
        public Kind kind() {
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
        public static final Kind KIND = Kind.MASK;

        public Mask {
            Checks.present("label", label);
            score = Checks.score("score", score);
            Checks.present("box", box);
            Checks.atLeast("columns", 0, columns);
            Checks.atLeast("rows", 0, rows);
            Checks.present("runs", runs);
            runs = List.copyOf(runs);
            long sum = 0;
            for (int run : runs) {
                sum += Checks.atLeast("runs", 0, run);
            }
            if (sum != (long) columns * rows) {
                throw new IllegalArgumentException(
                        "runs must add up to " + columns + " x " + rows + " cells, got " + sum);
            }
        }

        @Override
        public Kind kind() {
            return KIND;
        }
    }

    /** A line of text, with its corners clockwise from the text's own top left. */
    record TextRegion(String text, double score, Region region) implements Result {
        public static final Kind KIND = Kind.TEXT;

        public TextRegion {
            Checks.present("text", text);
            score = Checks.score("score", score);
            Checks.present("region", region);
        }

        @Override
        public Kind kind() {
            return KIND;
        }
    }

    /** The named points of one body, face or hand. */
    record Keypoints(String label, double score, List<Keypoint> points) implements Scored {
        public static final Kind KIND = Kind.KEYPOINTS;

        public Keypoints {
            Checks.present("label", label);
            score = Checks.score("score", score);
            Checks.present("points", points);
            points = List.copyOf(points);
        }

        @Override
        public Kind kind() {
            return KIND;
        }
    }

    /** One point of {@link Keypoints}, in source pixels; score 0..1. */
    record Keypoint(String name, double x, double y, double score) {
        public Keypoint {
            Checks.present("name", name);
            Checks.finite("x", x);
            Checks.finite("y", y);
            score = Checks.score("score", score);
        }
    }

    /** A sentence about the input. */
    record Caption(String text, double score) implements Result {
        public static final Kind KIND = Kind.CAPTION;

        public Caption {
            Checks.present("text", text);
            score = Checks.score("score", score);
        }

        @Override
        public Kind kind() {
            return KIND;
        }
    }

    /**
     * A picture that a stage made, by {@link Input#write}: where it lies and how large it is. Its pixels are the host's,
     * and it has them for the call's own image alone: equal is only the same one.
     */
    final class Image implements Result {
        public static final Kind KIND = Kind.IMAGE;

        private final Region region;
        private final Box box;
        private final int width;
        private final int height;

        private Image(Region region, int width, int height) {
            Checks.present("region", region);
            this.region = region;
            this.box = region.bounds();
            this.width = Checks.atLeast("width", 1, width);
            this.height = Checks.atLeast("height", 1, height);
        }

        /**
         * For hosts: an image whose pixels they hold. From a stage it is refused, as nobody has pixels of it.
         *
         * @param shows in source pixels
         * @param width in pixels of its own, at least 1
         * @param height in pixels of its own, at least 1
         */
        public static Image of(Region shows, int width, int height) {
            return new Image(shows, width, height);
        }

        /** What it shows, in source pixels; turned or slanted where the stage said so. */
        public Region region() {
            return region;
        }

        /** The upright box around {@link #region()}. */
        public Box box() {
            return box;
        }

        /** In pixels of its own. */
        public int width() {
            return width;
        }

        /** In pixels of its own. */
        public int height() {
            return height;
        }

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public String toString() {
            return "Image[" + width + " x " + height + " of " + box + "]";
        }
    }

    /** The reading of a gauge, given for every input; says nothing about whether anything was found. */
    record Value(String name, double number, String unit) implements Result {
        public static final Kind KIND = Kind.VALUE;

        public Value {
            Checks.present("name", name);
            Checks.finite("number", number);
            Checks.present("unit", unit);
        }

        @Override
        public Kind kind() {
            return KIND;
        }
    }

    /** What a stage adds to its parent: a colour, a hard hat, a plate's number. */
    record Attributes(Map<String, String> values) implements Result {
        public static final Kind KIND = Kind.ATTRIBUTES;

        public Attributes {
            Checks.present("values", values);
            values = Map.copyOf(values);
        }

        @Override
        public Kind kind() {
            return KIND;
        }
    }
}
