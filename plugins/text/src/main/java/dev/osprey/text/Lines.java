package dev.osprey.text;

import dev.osprey.spi.Region;
import dev.osprey.toolkit.decode.Quads;
import dev.osprey.toolkit.decode.TextBox;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes lines of boxes of text: neighbours joined, columns of letters laid down, in reading order. */
final class Lines {
    /** A box so many times as high as wide holds a line that runs up or down. */
    private static final double TALL = 1.5;

    /** Boxes whose middles are less than this share of the lower one's height apart stand in one row. */
    private static final double ROW_SHARE = 0.5;

    /** What has less than this share of the area of the line around it is no line. */
    private static final double SPECK_SHARE = 0.1;

    private Lines() {}

    /** The lines that were found most clearly, at most so many, in reading order. */
    static List<Region> of(List<TextBox> boxes, int most) {
        List<TextBox> lying = new ArrayList<>();
        List<TextBox> standing = new ArrayList<>();
        for (TextBox line : Joiner.join(boxes)) {
            Region quad = lying(line.quad());
            (quad.equals(line.quad()) ? lying : standing).add(new TextBox(quad, line.score()));
        }
        lying.addAll(Joiner.join(standing));
        return inReadingOrder(lying.stream()
                .filter(line -> lying.stream().noneMatch(other -> isSpeckWithin(line.quad(), other.quad())))
                .sorted(Comparator.comparingDouble(TextBox::score).reversed())
                .limit(most)
                .map(TextBox::quad)
                .toList());
    }

    /** Whether it is a small part of another line, which has it already. */
    private static boolean isSpeckWithin(Region line, Region other) {
        if (Quads.area(other) * SPECK_SHARE < Quads.area(line)) {
            return false;
        }
        Axes axes = Axes.of(List.of(other));
        double along = axes.middleAlong(line) - axes.middleAlong(other);
        double across = axes.middleAcross(line) - axes.middleAcross(other);
        return Math.abs(along) < other.width() / 2 && Math.abs(across) < other.height() / 2;
    }

    /** A tall quadrilateral with its right side for the top, as text that runs down has it; others as they are. */
    static Region lying(Region quad) {
        return quad.height() > TALL * quad.width() ? Quads.turned(quad, 1) : quad;
    }

    /** Row after row from the top, each from the left, as the text itself lies in the picture. */
    private static List<Region> inReadingOrder(List<Region> lines) {
        Axes axes = Axes.of(lines);
        List<Region> fromTop = new ArrayList<>(lines);
        fromTop.sort(Comparator.comparingDouble(axes::middleAcross));
        List<Region> ordered = new ArrayList<>(lines.size());
        int from = 0;
        for (int i = 1; i <= fromTop.size(); i++) {
            if (i == fromTop.size() || !sameRow(axes, fromTop.get(i - 1), fromTop.get(i))) {
                List<Region> row = new ArrayList<>(fromTop.subList(from, i));
                row.sort(Comparator.comparingDouble(axes::middleAlong));
                ordered.addAll(row);
                from = i;
            }
        }
        return ordered;
    }

    private static boolean sameRow(Axes axes, Region upper, Region lower) {
        double height = Math.min(upper.height(), lower.height());
        return axes.middleAcross(lower) - axes.middleAcross(upper) < ROW_SHARE * height;
    }
}
