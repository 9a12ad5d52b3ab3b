package dev.osprey.media.picture;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.addWeighted;
import static org.bytedeco.opencv.global.opencv_imgproc.FILLED;
import static org.bytedeco.opencv.global.opencv_imgproc.FONT_HERSHEY_SIMPLEX;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_NEAREST;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_AA;
import static org.bytedeco.opencv.global.opencv_imgproc.circle;
import static org.bytedeco.opencv.global.opencv_imgproc.getTextSize;
import static org.bytedeco.opencv.global.opencv_imgproc.line;
import static org.bytedeco.opencv.global.opencv_imgproc.putText;
import static org.bytedeco.opencv.global.opencv_imgproc.rectangle;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.analysis.Finding;
import dev.osprey.spi.Box;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Draws what was found onto a picture of any size: each label in a colour of its own, words on a filled ground. */
final class Annotations {
    /** Blue, green, red; each dark enough for white words. */
    private static final int[][] COLOURS = {
        {0, 108, 217},
        {60, 142, 46},
        {170, 60, 140},
        {190, 110, 20},
        {50, 50, 200},
        {130, 120, 0},
        {90, 60, 190},
        {30, 120, 120}
    };

    private static final double MIN_POINT_SCORE = 0.2;

    private final Mat bgr;
    private final double scaleX;
    private final double scaleY;
    private final int thickness;
    private final double fontScale;
    /** Where the next line of words about the whole picture goes. */
    private int nextLine;

    private Annotations(Mat bgr, Analysis analysis) {
        this.bgr = bgr;
        scaleX = (double) bgr.cols() / analysis.width();
        scaleY = (double) bgr.rows() / analysis.height();
        thickness = Math.max(1, Math.round(bgr.rows() / 320f));
        fontScale = Math.max(0.4, bgr.rows() / 1000.0);
    }

    /** @param bgr 8 bits, [H, W, 3]; the whole picture the analysis is of, at any scale */
    static void draw(Mat bgr, Analysis analysis) {
        Annotations annotations = new Annotations(bgr, analysis);
        for (List<Finding> findings : analysis.results().values()) {
            for (Finding finding : findings) {
                if (finding.result() instanceof Result.Mask mask) {
                    annotations.mask(mask);
                }
            }
        }
        for (Map.Entry<String, List<Finding>> stage : analysis.results().entrySet()) {
            for (Finding finding : stage.getValue()) {
                annotations.draw(stage.getKey(), finding.result());
            }
        }
    }

    private void draw(String stage, Result result) {
        if (result instanceof Result.Detection detection) {
            box(detection.box(), detection.label(), scored(detection.label(), detection.score()));
        } else if (result instanceof Result.Mask mask) {
            box(mask.box(), mask.label(), scored(mask.label(), mask.score()));
        } else if (result instanceof Result.TextRegion text) {
            text(text);
        } else if (result instanceof Result.Keypoints points) {
            points(points);
        } else if (result instanceof Result.Classification classification) {
            note(stage, scored(classification.label(), classification.score()));
        } else if (result instanceof Result.Caption caption) {
            note(stage, caption.text());
        } else if (result instanceof Result.Value value) {
            note(stage, String.format(Locale.ROOT, "%s %.3g %s", value.name(), value.number(), value.unit()));
        } else if (result instanceof Result.Attributes attributes) {
            note(stage, attributes.values().toString());
        }
    }

    private static String scored(String label, double score) {
        return String.format(Locale.ROOT, "%s %.2f", label, score);
    }

    private void box(Box box, String label, String words) {
        try (Scalar colour = colour(label);
                Point from = point(box.x(), box.y());
                Point to = point(box.right(), box.bottom())) {
            rectangle(bgr, from, to, colour, thickness, LINE_AA, 0);
            words(words, from.x(), from.y(), colour);
        }
    }

    private void text(Result.TextRegion text) {
        Region r = text.region();
        try (Scalar colour = colour(text.kind())) {
            polygon(List.of(r.topLeft(), r.topRight(), r.bottomRight(), r.bottomLeft()), colour);
            try (Point at = point(r.topLeft().x(), r.topLeft().y())) {
                words(text.text(), at.x(), at.y(), colour);
            }
        }
    }

    private void polygon(List<dev.osprey.spi.Point> corners, Scalar colour) {
        for (int i = 0; i < corners.size(); i++) {
            dev.osprey.spi.Point a = corners.get(i);
            dev.osprey.spi.Point b = corners.get((i + 1) % corners.size());
            try (Point from = point(a.x(), a.y());
                    Point to = point(b.x(), b.y())) {
                line(bgr, from, to, colour, thickness, LINE_AA, 0);
            }
        }
    }

    private void points(Result.Keypoints keypoints) {
        try (Scalar colour = colour(keypoints.label())) {
            for (Result.Keypoint keypoint : keypoints.points()) {
                if (keypoint.score() >= MIN_POINT_SCORE) {
                    try (Point at = point(keypoint.x(), keypoint.y())) {
                        circle(bgr, at, 2 * thickness, colour, FILLED, LINE_AA, 0);
                    }
                }
            }
        }
    }

    private void mask(Result.Mask mask) {
        byte[] cells = new byte[mask.columns() * mask.rows()];
        int at = 0;
        boolean inside = false;
        for (int run : mask.runs()) {
            java.util.Arrays.fill(cells, at, at + run, (byte) (inside ? 255 : 0));
            at += run;
            inside = !inside;
        }
        int left = (int) Math.round(mask.box().x() * scaleX);
        int top = (int) Math.round(mask.box().y() * scaleY);
        int width = (int) Math.round(mask.box().width() * scaleX);
        int height = (int) Math.round(mask.box().height() * scaleY);
        int clipLeft = Math.max(0, left);
        int clipTop = Math.max(0, top);
        int clipWidth = Math.min(bgr.cols(), left + width) - clipLeft;
        int clipHeight = Math.min(bgr.rows(), top + height) - clipTop;
        if (cells.length == 0 || clipWidth < 1 || clipHeight < 1) {
            return;
        }
        try (BytePointer memory = new BytePointer(cells);
                Mat grid = new Mat(mask.rows(), mask.columns(), CV_8UC1, memory);
                Mat scaled = new Mat();
                Size size = new Size(width, height);
                Rect shown = new Rect(clipLeft - left, clipTop - top, clipWidth, clipHeight);
                Rect place = new Rect(clipLeft, clipTop, clipWidth, clipHeight);
                Scalar colour = colour(mask.label());
                Mat tint = new Mat(clipHeight, clipWidth, CV_8UC3, colour);
                Mat blended = new Mat()) {
            resize(grid, scaled, size, 0, 0, INTER_NEAREST);
            try (Mat stencil = new Mat(scaled, shown);
                    Mat target = new Mat(bgr, place)) {
                addWeighted(target, 0.55, tint, 0.45, 0, blended);
                blended.copyTo(target, stencil);
            }
        }
    }

    private void note(String stage, String words) {
        try (Scalar colour = colour(stage);
                Size size = size("Xg")) {
            int lineHeight = size.height() * 2;
            nextLine += lineHeight;
            words(stage + ": " + words, 4, nextLine, colour);
        }
    }

    /** Writes words that stand on (x, y), moved into the picture. */
    private void words(String words, int x, int y, Scalar ground) {
        String ascii = ascii(words);
        try (Size size = size(ascii);
                Scalar white = new Scalar(255, 255, 255, 0)) {
            int pad = 2 + thickness;
            int left = Math.max(0, Math.min(x, bgr.cols() - size.width() - 2 * pad));
            int bottom = Math.max(size.height() + 2 * pad, Math.min(y, bgr.rows()));
            try (Point from = new Point(left, bottom - size.height() - 2 * pad);
                    Point to = new Point(left + size.width() + 2 * pad, bottom);
                    Point at = new Point(left + pad, bottom - pad)) {
                rectangle(bgr, from, to, ground, FILLED, LINE_AA, 0);
                putText(
                        bgr,
                        ascii,
                        at,
                        FONT_HERSHEY_SIMPLEX,
                        fontScale,
                        white,
                        Math.max(1, thickness / 2),
                        LINE_AA,
                        false);
            }
        }
    }

    private Size size(String ascii) {
        return getTextSize(ascii, FONT_HERSHEY_SIMPLEX, fontScale, Math.max(1, thickness / 2), new int[1]);
    }

    private Point point(double x, double y) {
        return new Point((int) Math.round(x * scaleX), (int) Math.round(y * scaleY));
    }

    private static Scalar colour(String label) {
        int[] c = COLOURS[Math.floorMod(label.hashCode(), COLOURS.length)];
        return new Scalar(c[0], c[1], c[2], 0);
    }

    /** OpenCV's strokes know ASCII alone: accents are dropped, other letters become a question mark. */
    static String ascii(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .replace("ß", "ss")
                .replace("ø", "o")
                .replace("Ø", "O")
                .replace("æ", "ae")
                .replace("Æ", "AE")
                .replace("ł", "l")
                .replace("Ł", "L")
                .replace('“', '"')
                .replace('”', '"')
                .replace('’', '\'')
                .replace('–', '-')
                .replace('—', '-');
        return plain.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
