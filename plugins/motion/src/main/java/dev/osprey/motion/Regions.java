package dev.osprey.motion;

import static org.bytedeco.opencv.global.opencv_core.CV_32S;
import static org.bytedeco.opencv.global.opencv_core.mean;
import static org.bytedeco.opencv.global.opencv_imgproc.CC_STAT_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.CC_STAT_HEIGHT;
import static org.bytedeco.opencv.global.opencv_imgproc.CC_STAT_LEFT;
import static org.bytedeco.opencv.global.opencv_imgproc.CC_STAT_TOP;
import static org.bytedeco.opencv.global.opencv_imgproc.CC_STAT_WIDTH;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_CLOSE;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_OPEN;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_RECT;
import static org.bytedeco.opencv.global.opencv_imgproc.connectedComponentsWithStats;
import static org.bytedeco.opencv.global.opencv_imgproc.getStructuringElement;
import static org.bytedeco.opencv.global.opencv_imgproc.morphologyEx;

import dev.osprey.spi.Box;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.indexer.IntIndexer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/** Joins changed points to regions. Stateless. */
final class Regions {
    /** A single point is noise. */
    private static final int NOISE_POINTS = 2;

    /** Gaps up to this many points are within one region: an arm before a body of the background's colour. */
    private static final int GAP_POINTS = 7;

    /** A region that differs by so many grey levels on the average has score 1. */
    private static final double FULL_CONTRAST = 64;

    /** More regions than that in one picture say nothing; the largest are kept. */
    private static final int MOST = 32;

    private final double minAreaPercent;

    Regions(double minAreaPercent) {
        this.minAreaPercent = minAreaPercent;
    }

    /** The regions that are large enough, the largest first, in source pixels; the score is their contrast, 0..1. */
    List<Result> find(Mat changed, Mat difference, Mapping toSource) {
        try (PointerScope scope = new PointerScope()) {
            Mat joined = new Mat();
            morphologyEx(changed, joined, MORPH_OPEN, square(NOISE_POINTS));
            morphologyEx(joined, joined, MORPH_CLOSE, square(GAP_POINTS));
            Mat labels = new Mat();
            Mat stats = new Mat();
            Mat centres = new Mat();
            int count = connectedComponentsWithStats(joined, labels, stats, centres, 8, CV_32S);
            List<Result> found = new ArrayList<>();
            IntIndexer table = stats.createIndexer();
            double leastPoints = minAreaPercent / 100 * changed.total();
            bySize(table, count).stream()
                    .filter(row -> table.get(row, CC_STAT_AREA) >= leastPoints)
                    .limit(MOST)
                    .forEach(row -> found.add(region(table, row, changed, difference, toSource)));
            table.close();
            return found;
        }
    }

    /* Row 0 is what did not change. */
    private static List<Integer> bySize(IntIndexer table, int count) {
        List<Integer> rows = new ArrayList<>();
        for (int row = 1; row < count; row++) {
            rows.add(row);
        }
        rows.sort(Comparator.comparingInt(row -> -table.get(row, CC_STAT_AREA)));
        return rows;
    }

    private static Result region(IntIndexer table, int row, Mat changed, Mat difference, Mapping toSource) {
        int left = table.get(row, CC_STAT_LEFT);
        int top = table.get(row, CC_STAT_TOP);
        int width = table.get(row, CC_STAT_WIDTH);
        int height = table.get(row, CC_STAT_HEIGHT);
        Rect within = new Rect(left, top, width, height);
        double contrast = mean(difference.apply(within), changed.apply(within)).get(0);
        Box box = toSource.toSource(new Box(left, top, width, height)).bounds();
        return new Result.Detection(MotionStage.LABEL, Math.min(1, contrast / FULL_CONTRAST), box);
    }

    private static Mat square(int points) {
        return getStructuringElement(MORPH_RECT, new Size(points, points));
    }
}
