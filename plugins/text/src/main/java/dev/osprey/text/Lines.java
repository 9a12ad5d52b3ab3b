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
        lying.sort(Comparator.comparingDouble(TextBox::score).reversed());
        return inReadingOrder(lying.subList(0, Math.min(most, lying.size())).stream()
                .map(TextBox::quad)
                .toList());
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
