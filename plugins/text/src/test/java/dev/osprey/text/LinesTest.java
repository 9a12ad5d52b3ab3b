package dev.osprey.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.spi.Box;
import dev.osprey.spi.Point;
import dev.osprey.spi.Region;
import dev.osprey.toolkit.decode.Quads;
import dev.osprey.toolkit.decode.TextBox;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinesTest {
    @Test
    void of_neighboursInOneRow_areJoined() {
        assertThat(lines(box(0, 0, 60, 20), box(75, 0, 90, 20)))
                .containsExactly(new Region(new Point(0, 0), new Point(165, 0), new Point(165, 20), new Point(0, 20)));
    }

    @Test
    void of_wideGap_staysTwoLines() {
        assertThat(lines(box(0, 0, 60, 20), box(85, 0, 60, 20))).hasSize(2);
    }

    @Test
    void of_otherHeight_staysTwoLines() {
        assertThat(lines(box(0, 0, 120, 40), box(125, 0, 40, 15))).hasSize(2);
    }

    @Test
    void of_oneBelowTheOther_staysTwoLines() {
        assertThat(lines(box(0, 0, 60, 20), box(10, 18, 60, 20))).hasSize(2);
    }

    @Test
    void of_otherDirection_staysTwoLines() {
        Region level = Region.of(new Box(0, 0, 100, 20));
        Region steep = Region.rotated(new Box(105, 20, 100, 20), 0.5);
        assertThat(Lines.of(List.of(new TextBox(level, 1), new TextBox(steep, 1)), 10))
                .hasSize(2);
    }

    @Test
    void of_threeWordsOfATiltedLine_areOneQuadrilateral() {
        Region line = Region.rotated(new Box(0, 0, 300, 30), 0.3);
        List<TextBox> words = Stream.of(part(line, 0, 0.3), part(line, 0.68, 1), part(line, 0.36, 0.64))
                .map(quad -> new TextBox(quad, 0.8))
                .toList();
        assertThat(Lines.of(words, 10)).singleElement().satisfies(joined -> {
            for (int i = 0; i < 4; i++) {
                Point corner = Quads.corners(joined).get(i);
                Point expected = Quads.corners(line).get(i);
                assertThat(Math.hypot(corner.x() - expected.x(), corner.y() - expected.y()))
                        .isLessThan(1e-6);
            }
        });
    }

    @Test
    void of_rowsAndColumns_goesRowByRowFromTheLeft() {
        assertThat(lines(
                        box(300, 42, 80, 20),
                        box(0, 100, 80, 20),
                        box(300, 0, 80, 20),
                        box(0, 3, 80, 20),
                        box(0, 40, 80, 20)))
                .extracting(quad -> quad.topLeft())
                .containsExactly(
                        new Point(0, 3), new Point(300, 0), new Point(0, 40), new Point(300, 42), new Point(0, 100));
    }

    @Test
    void of_tiltedRows_followsTheTextsOwnDirection() {
        // In the picture the right end of the upper row is below the left end of the lower one.
        Region upperLeft = Region.rotated(Box.ofCentre(100, 100, 120, 20), 0.4);
        Region upperRight =
                Region.rotated(Box.ofCentre(100 + 300 * Math.cos(0.4), 100 + 300 * Math.sin(0.4), 120, 20), 0.4);
        Region lower = Region.rotated(Box.ofCentre(100 - 40 * Math.sin(0.4), 100 + 40 * Math.cos(0.4), 120, 20), 0.4);
        assertThat(Lines.of(List.of(new TextBox(lower, 1), new TextBox(upperRight, 1), new TextBox(upperLeft, 1)), 10))
                .containsExactly(upperLeft, upperRight, lower);
    }

    @Test
    void of_tallBox_isLaidDown() {
        Region tall = Region.of(new Box(0, 0, 20, 100));
        assertThat(lines(box(0, 0, 20, 100))).containsExactly(Quads.turned(tall, 1));
        assertThat(Lines.lying(Region.of(new Box(0, 0, 20, 25)))).isEqualTo(Region.of(new Box(0, 0, 20, 25)));
    }

    @Test
    void of_speckWithinALine_isDropped() {
        assertThat(lines(box(0, 0, 200, 40), box(90, 15, 8, 10))).containsExactly(Region.of(new Box(0, 0, 200, 40)));
    }

    @Test
    void of_moreThanTheMost_keepsTheBestScores() {
        Region strong = Region.of(new Box(0, 100, 80, 20));
        assertThat(Lines.of(List.of(new TextBox(Region.of(new Box(0, 0, 80, 20)), 0.7), new TextBox(strong, 0.9)), 1))
                .containsExactly(strong);
    }

    @Test
    void of_nothing_isEmpty() {
        assertThat(Lines.of(List.of(), 10)).isEmpty();
    }

    private static Region box(double x, double y, double width, double height) {
        return Region.of(new Box(x, y, width, height));
    }

    private static List<Region> lines(Region... quads) {
        return Lines.of(Stream.of(quads).map(quad -> new TextBox(quad, 0.8)).toList(), 10);
    }

    private static Region part(Region line, double from, double to) {
        return new Region(
                between(line.topLeft(), line.topRight(), from),
                between(line.topLeft(), line.topRight(), to),
                between(line.bottomLeft(), line.bottomRight(), to),
                between(line.bottomLeft(), line.bottomRight(), from));
    }

    private static Point between(Point a, Point b, double share) {
        return new Point(a.x() + share * (b.x() - a.x()), a.y() + share * (b.y() - a.y()));
    }
}
