package dev.osprey.text;

import dev.osprey.spi.Point;
import dev.osprey.spi.Region;
import dev.osprey.toolkit.decode.TextBox;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Joins boxes that stand side by side in one line: of one direction and like height, with a small gap between. */
final class Joiner {
    private static final double LEAST_LIKENESS = Math.cos(Math.toRadians(10));

    /** A box shorter than so many heights, of a letter or two, shows no direction of its own. */
    private static final double LEAST_ASPECT = 2.5;

    /** The lower one must be at least so high, as a share of the higher one. */
    private static final double LEAST_HEIGHT_SHARE = 0.5;

    /** The facing ends must overlap by so much, as a share of the lower one's height. */
    private static final double LEAST_OVERLAP = 0.6;

    /** The widest gap between two boxes of a line, in heights. */
    private static final double MOST_GAP = 1.0;

    /** Boxes may run into each other by so much, in heights: each reaches beyond its letters on all sides. */
    private static final double MOST_INTRUSION = 1.0;

    private Joiner() {}

    /** The lines that the boxes make, each with the best score of its boxes. */
    static List<TextBox> join(List<TextBox> boxes) {
        int[] line = IntStream.range(0, boxes.size()).toArray();
        for (int i = 0; i < line.length; i++) {
            for (int j = 0; j < line.length; j++) {
                if (i != j
                        && root(line, i) != root(line, j)
                        && follows(boxes.get(i).quad(), boxes.get(j).quad())) {
                    line[root(line, i)] = root(line, j);
                }
            }
        }
        Map<Integer, List<TextBox>> lines = new LinkedHashMap<>();
        for (int i = 0; i < line.length; i++) {
            lines.computeIfAbsent(root(line, i), root -> new ArrayList<>()).add(boxes.get(i));
        }
        return lines.values().stream().map(Joiner::joined).toList();
    }

    private static int root(int[] line, int index) {
        int root = index;
        while (line[root] != root) {
            root = line[root];
        }
        return root;
    }

    /** Whether the right one is the left one's neighbour in a line. */
    private static boolean follows(Region left, Region right) {
        Axes axes = Axes.of(List.of(left, right));
        double leftTop = axes.across(left.topRight());
        double leftBottom = axes.across(left.bottomRight());
        double rightTop = axes.across(right.topLeft());
        double rightBottom = axes.across(right.bottomLeft());
        double lower = Math.min(leftBottom - leftTop, rightBottom - rightTop);
        double higher = Math.max(leftBottom - leftTop, rightBottom - rightTop);
        double overlap = Math.min(leftBottom, rightBottom) - Math.max(leftTop, rightTop);
        double gap = (axes.along(right.topLeft())
                        + axes.along(right.bottomLeft())
                        - axes.along(left.topRight())
                        - axes.along(left.bottomRight()))
                / 2;
        return alike(left, right)
                && lower >= LEAST_HEIGHT_SHARE * higher
                && overlap >= LEAST_OVERLAP * lower
                && gap <= MOST_GAP * lower
                && gap >= -MOST_INTRUSION * lower;
    }

    private static boolean alike(Region left, Region right) {
        return left.width() < LEAST_ASPECT * left.height()
                || right.width() < LEAST_ASPECT * right.height()
                || Axes.of(List.of(left)).likeness(Axes.of(List.of(right))) >= LEAST_LIKENESS;
    }

    /** From the first box's left end to the last one's right end, as high as it takes to hold all. */
    private static TextBox joined(List<TextBox> boxes) {
        if (boxes.size() == 1) {
            return boxes.get(0);
        }
        List<Region> quads = boxes.stream().map(TextBox::quad).toList();
        Axes axes = Axes.of(quads);
        List<Region> ordered = new ArrayList<>(quads);
        ordered.sort(Comparator.comparingDouble(axes::middleAlong));
        Region first = ordered.get(0);
        Region last = ordered.get(ordered.size() - 1);
        double above = 0;
        double below = 0;
        for (Region quad : ordered) {
            for (Point top : List.of(quad.topLeft(), quad.topRight())) {
                above = Math.max(above, off(axes, first.topLeft(), last.topRight(), top, -1));
            }
            for (Point bottom : List.of(quad.bottomLeft(), quad.bottomRight())) {
                below = Math.max(below, off(axes, first.bottomLeft(), last.bottomRight(), bottom, 1));
            }
        }
        Region whole = new Region(
                moved(axes, first.topLeft(), -above),
                moved(axes, last.topRight(), -above),
                moved(axes, last.bottomRight(), below),
                moved(axes, first.bottomLeft(), below));
        double score = boxes.stream().mapToDouble(TextBox::score).max().orElse(0);
        return new TextBox(whole, score);
    }

    /** How far a point lies beyond the line through two others, downwards (1) or upwards (-1). */
    private static double off(Axes axes, Point from, Point to, Point point, int sign) {
        double length = axes.along(to) - axes.along(from);
        double share = length == 0 ? 0 : (axes.along(point) - axes.along(from)) / length;
        double onLine = axes.across(from) + share * (axes.across(to) - axes.across(from));
        return sign * (axes.across(point) - onLine);
    }

    private static Point moved(Axes axes, Point point, double downwards) {
        return axes.point(axes.along(point), axes.across(point) + downwards);
    }
}
