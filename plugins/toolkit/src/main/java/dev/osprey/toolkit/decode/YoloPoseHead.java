package dev.osprey.toolkit.decode;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Boxes with points, in pixels of the input. As the network gives them: centre, size, classes, points, [1,4+C+DK,N] or
 * [1,N,4+C+DK]; overlaps are suppressed here. Or finished rows [1,N,6+DK]: corners, score, class, points. A point has D
 * = 3 numbers (x, y, visibility in 0..1) or 2; then its score is the box's. Ultralytics YOLOv8-pose and later.
 */
public final class YoloPoseHead implements PointHead {
    private static final int BOX = 4;
    private static final int FINISHED = 6;
    private static final int MOST_CANDIDATES = 500;
    private static final int MOST_SETS = 100;

    /**
     * How the numbers lie in the output.
     *
     * @param rows of candidates
     * @param classes 0 where the rows are finished
     * @param points of a candidate
     * @param dimensions of a point, 2 or 3
     * @param transposed whether a candidate's numbers lie side by side, [1,N,…]
     */
    public record Form(int rows, int classes, int points, int dimensions, boolean transposed) {
        public Form {
            if (dimensions != 2 && dimensions != 3) {
                throw new IllegalArgumentException("dimensions of a point must be 2 or 3, got " + dimensions);
            }
        }

        /** Rows of corners, score, class and points, suppressed already. */
        public static Form finished(int rows, int points, int dimensions) {
            return new Form(rows, 0, points, dimensions, true);
        }

        boolean isFinished() {
            return classes == 0;
        }

        int values() {
            return (isFinished() ? FINISHED : BOX + classes) + points * dimensions;
        }
    }

    private final Form form;
    private final float floor;
    private final double iou;

    /**
     * @param floor weaker candidates are not looked at
     * @param iou overlap up to which two boxes of one class both stay, where they are not finished
     */
    public YoloPoseHead(Form form, double floor, double iou) {
        this.form = form;
        this.floor = (float) floor;
        this.iou = form.isFinished() ? 1 : iou;
    }

    @Override
    public int points() {
        return form.points();
    }

    @Override
    public List<PointSet> decode(List<FloatBuffer> outputs) {
        FloatBuffer all = outputs.get(0);
        int step = form.transposed() ? 1 : form.rows();
        TopK best = new TopK(MOST_CANDIDATES, floor);
        for (int row = 0; row < form.rows(); row++) {
            int at = first(row);
            best.offer(all.get(at + (BOX + bestClass(all, at, step)) * step), row);
        }
        best.sort();
        Nms nms = new Nms(iou, MOST_SETS);
        List<PointSet> sets = new ArrayList<>();
        for (int rank = 0; rank < best.size(); rank++) {
            int at = first(best.indexAt(rank));
            float score = best.scoreAt(rank);
            int classIndex = form.isFinished()
                    ? Math.max(0, Math.round(all.get(at + (FINISHED - 1) * step)))
                    : bestClass(all, at, step);
            if (keeps(nms, all, at, step, classIndex)) {
                sets.add(new PointSet(classIndex, score, joints(all, at, step, score)));
            }
        }
        return sets;
    }

    private int first(int row) {
        return form.transposed() ? row * form.values() : row;
    }

    /** The class that a candidate is taken for, as it has but one set of points; 0 in finished rows. */
    private int bestClass(FloatBuffer all, int at, int step) {
        int best = 0;
        for (int c = 1; c < form.classes(); c++) {
            if (all.get(at + (BOX + c) * step) > all.get(at + (BOX + best) * step)) {
                best = c;
            }
        }
        return best;
    }

    private boolean keeps(Nms nms, FloatBuffer all, int at, int step, int classIndex) {
        float a = all.get(at);
        float b = all.get(at + step);
        float c = all.get(at + 2 * step);
        float d = all.get(at + 3 * step);
        return form.isFinished()
                ? nms.keep(a, b, c, d, classIndex)
                : nms.keep(a - c / 2, b - d / 2, a + c / 2, b + d / 2, classIndex);
    }

    private List<PointSet.Joint> joints(FloatBuffer all, int at, int step, float score) {
        int from = at + (form.values() - form.points() * form.dimensions()) * step;
        List<PointSet.Joint> joints = new ArrayList<>(form.points());
        for (int i = 0; i < form.points(); i++) {
            int x = from + i * form.dimensions() * step;
            joints.add(new PointSet.Joint(
                    all.get(x), all.get(x + step), form.dimensions() == 3 ? all.get(x + 2 * step) : score));
        }
        return joints;
    }
}
