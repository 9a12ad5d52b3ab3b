package dev.osprey.toolkit.decode;

import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_32SC2;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.mean;
import static org.bytedeco.opencv.global.opencv_imgproc.CHAIN_APPROX_NONE;
import static org.bytedeco.opencv.global.opencv_imgproc.RETR_CCOMP;
import static org.bytedeco.opencv.global.opencv_imgproc.THRESH_BINARY;
import static org.bytedeco.opencv.global.opencv_imgproc.fillConvexPoly;
import static org.bytedeco.opencv.global.opencv_imgproc.findContours;
import static org.bytedeco.opencv.global.opencv_imgproc.threshold;

import dev.osprey.spi.Box;
import dev.osprey.spi.Point;
import dev.osprey.spi.Region;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * Makes boxes of the probability map that a text detector gives by differentiable binarization (Liao, Wan, Yao, Chen,
 * Bai: Real-time Scene Text Detection with Differentiable Binarization, AAAI 2020). The network marks the core of each
 * line, as if its outline had been moved inwards by area × (1 − r²) / perimeter; so each blob above the threshold is
 * fitted with a quadrilateral, which is then moved outwards by area × unclip / perimeter.
 *
 * <p>Immutable and thread-safe.
 */
public final class DbDecoder {
    /** Blobs thinner than so many pixels of the map are noise. */
    private static final double LEAST_SIZE = 3;

    /** OpenCV tells of each border the next, the previous, the first within, and the one around it. */
    private static final int RELATIONS = 4;

    private static final int PARENT = 3;

    private final double threshold;
    private final double boxScore;
    private final double unclip;
    private final int mostBoxes;

    /**
     * @param threshold the least probability of a pixel that belongs to a text, 0..1
     * @param boxScore the least mean probability within a blob's quadrilateral, 0..1
     * @param unclip how far the sides move outwards, in areas over perimeters; 0 leaves the core
     * @param mostBoxes of one picture; the ones of the best score are kept
     */
    public DbDecoder(double threshold, double boxScore, double unclip, int mostBoxes) {
        checkShare("threshold", threshold);
        checkShare("boxScore", boxScore);
        if (!(unclip >= 0)) {
            throw new IllegalArgumentException("unclip must be >= 0, got " + unclip);
        }
        if (mostBoxes < 1) {
            throw new IllegalArgumentException("mostBoxes must be >= 1, got " + mostBoxes);
        }
        this.threshold = threshold;
        this.boxScore = boxScore;
        this.unclip = unclip;
        this.mostBoxes = mostBoxes;
    }

    /**
     * The boxes of a map, the best first, in pixels of the map; they may reach beyond it.
     *
     * @param probabilities 0..1, row by row, from index 0 to the limit
     */
    public List<TextBox> decode(FloatBuffer probabilities, int width, int height) {
        if (probabilities.limit() != width * height) {
            throw new IllegalArgumentException(
                    "a map must hold " + width + " x " + height + " numbers, got " + probabilities.limit());
        }
        try (PointerScope scope = new PointerScope()) {
            FloatPointer values = new FloatPointer(width * height);
            values.asBuffer().put(0, probabilities, 0, width * height);
            Mat map = new Mat(height, width, CV_32FC1, values);
            Mat marked = new Mat();
            threshold(map, marked, threshold, 255, THRESH_BINARY);
            marked.convertTo(marked, CV_8UC1);
            MatVector contours = new MatVector();
            Mat hierarchy = new Mat();
            findContours(marked, contours, hierarchy, RETR_CCOMP, CHAIN_APPROX_NONE);
            IntBuffer relations = contours.empty() ? IntBuffer.allocate(0) : hierarchy.createBuffer();
            List<TextBox> boxes = new ArrayList<>();
            for (int i = 0; i < contours.size(); i++) {
                boolean isHole = relations.get(RELATIONS * i + PARENT) >= 0;
                Optional<Region> core = isHole ? Optional.empty() : fit(contours.get(i));
                if (core.isPresent()) {
                    double score = score(map, core.get());
                    if (score >= boxScore) {
                        boxes.add(new TextBox(unclipped(core.get()), score));
                    }
                }
            }
            boxes.sort(Comparator.comparingDouble(TextBox::score).reversed());
            return List.copyOf(boxes.subList(0, Math.min(boxes.size(), mostBoxes)));
        }
    }

    private static Optional<Region> fit(Mat contour) {
        IntBuffer points = contour.createBuffer();
        int count = points.remaining() / 2;
        double[] x = new double[count];
        double[] y = new double[count];
        for (int i = 0; i < count; i++) {
            x[i] = points.get(2 * i) + 0.5;
            y[i] = points.get(2 * i + 1) + 0.5;
        }
        return QuadFit.of(x, y, LEAST_SIZE);
    }

    private Region unclipped(Region core) {
        return Quads.grown(core, Quads.area(core) * unclip / Quads.perimeter(core));
    }

    /** The mean of the map within a quadrilateral. */
    private static double score(Mat map, Region core) {
        // A polygon of OpenCV's holds the pixels on its border: so the border goes through their centres.
        Region quad = Quads.grown(core, -0.5);
        Box bounds = quad.bounds().clipped(map.cols(), map.rows());
        int left = (int) Math.floor(bounds.x());
        int top = (int) Math.floor(bounds.y());
        int width = Math.max(1, Math.min(map.cols(), (int) Math.floor(bounds.right()) + 1) - left);
        int height = Math.max(1, Math.min(map.rows(), (int) Math.floor(bounds.bottom()) + 1) - top);
        try (PointerScope scope = new PointerScope()) {
            Mat within = new Mat(height, width, CV_8UC1, new Scalar(0));
            Mat outline = new Mat(4, 1, CV_32SC2);
            IntBuffer points = outline.createBuffer();
            for (Point corner : Quads.corners(quad)) {
                points.put((int) Math.floor(corner.x()) - left);
                points.put((int) Math.floor(corner.y()) - top);
            }
            fillConvexPoly(within, outline, new Scalar(255));
            return Math.min(
                    1,
                    mean(map.apply(new Rect(left, top, width, height)), within).get(0));
        }
    }

    private static void checkShare(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be in 0..1, got " + value);
        }
    }
}
