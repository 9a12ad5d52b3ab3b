package dev.osprey.media.picture;

import dev.osprey.spi.Box;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/** Words on a filled ground, set so that they cover neither each other nor, if it can be, the lines of text read. */
final class Chips {
    private static final int COVERED_CHIP_WEIGHT = 4;

    /** @param of what the words are about, in pixels of the sheet */
    private record Chip(String words, Colour colour, Box of) {}

    private final Mat bgr;
    private final Lettering lettering;
    private final int height;
    private final List<Chip> chips = new ArrayList<>();
    private final List<Box> keptFree = new ArrayList<>();

    Chips(Mat bgr, Lettering lettering) {
        this.bgr = bgr;
        this.lettering = lettering;
        height = Math.max(14, Math.round(bgr.rows() / 32f));
    }

    /** Of a chip, in pixels. */
    int height() {
        return height;
    }

    void add(String words, Colour colour, Box of) {
        String line = words.replaceAll("\\s+", " ").strip();
        if (!line.isEmpty()) {
            chips.add(new Chip(line, colour, of));
        }
    }

    /** Asks not to cover this. */
    void keepFree(Box box) {
        keptFree.add(box);
    }

    void draw() {
        List<Box> set = new ArrayList<>();
        for (Chip chip : chips) {
            Lettering.Label label = lettering.set(chip.words(), chip.colour(), height, bgr.cols());
            Box place = place(chip.of(), label.width(), height, bgr.cols(), bgr.rows(), set, keptFree);
            set.add(place);
            copy(label, (int) place.x(), (int) place.y());
        }
    }

    private void copy(Lettering.Label label, int left, int top) {
        int columns = Math.min(label.width(), bgr.cols() - left);
        int rows = Math.min(label.height(), bgr.rows() - top);
        ByteBuffer pixels = bgr.createBuffer();
        int step = Math.toIntExact(bgr.step());
        for (int row = 0; row < rows; row++) {
            pixels.put((top + row) * step + 3 * left, label.bgr(), row * label.width() * 3, columns * 3);
        }
    }

    /**
     * The best place for a chip of this size: above what it is about, else inside it at the top, below it or beside it,
     * else the one that covers least. Always within the picture, at whole pixels.
     */
    static Box place(
            Box of, int width, int height, int pictureWidth, int pictureHeight, List<Box> set, List<Box> free) {
        double[][] tries = {
            {of.x(), of.y() - height},
            {of.x(), of.y()},
            {of.right() - width, of.y() - height},
            {of.x(), of.bottom()},
            {of.right(), of.y()},
            {of.x() - width, of.y()},
            {of.x(), of.y() + height},
            {of.x(), of.y() - 2 * height},
            {of.x(), of.y() + 2 * height},
            {of.x(), of.bottom() + height}
        };
        Box best = new Box(0, 0, width, height);
        double least = Double.POSITIVE_INFINITY;
        for (double[] at : tries) {
            double x = Math.rint(Math.max(0, Math.min(at[0], pictureWidth - width)));
            double y = Math.rint(Math.max(0, Math.min(at[1], pictureHeight - height)));
            Box box = new Box(x, y, width, height);
            // Moved into the picture it may be far from what it is about.
            double moved = (Math.abs(x - at[0]) + Math.abs(y - at[1])) / 2;
            double covers = COVERED_CHIP_WEIGHT * covered(set, box, of) + covered(free, box, of) + moved;
            if (covers < least) {
                least = covers;
                best = box;
            }
        }
        return best;
    }

    private static double covered(List<Box> others, Box box, Box but) {
        double sum = 0;
        for (Box other : others) {
            if (other != but) {
                double width = Math.min(other.right(), box.right()) - Math.max(other.x(), box.x());
                double height = Math.min(other.bottom(), box.bottom()) - Math.max(other.y(), box.y());
                sum += Math.max(0, width) * Math.max(0, height);
            }
        }
        return sum;
    }
}
