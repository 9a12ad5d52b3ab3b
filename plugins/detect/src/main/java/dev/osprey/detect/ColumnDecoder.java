package dev.osprey.detect;

import dev.osprey.toolkit.Tensor;
import dev.osprey.toolkit.Tensors;
import dev.osprey.toolkit.decode.TopK;

/** Centre, size and classes without objectness, in pixels: [1,4+classes,N] of YOLOv8 and later, or [1,N,4+classes]. */
final class ColumnDecoder implements Decoder {
    private static final int BOX = 4;

    private final int classes;
    private final int candidates;
    private final boolean transposed;

    /** @param transposed whether a candidate's numbers lie side by side: [1,N,4+classes] */
    ColumnDecoder(int classes, int candidates, boolean transposed) {
        this.classes = classes;
        this.candidates = candidates;
        this.transposed = transposed;
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public void collect(Tensors outputs, TopK best) {
        Tensor all = outputs.get(0);
        if (transposed) {
            float[] scores = new float[classes];
            for (int i = 0; i < candidates; i++) {
                all.get(i * (BOX + classes) + BOX, scores, 0, classes);
                best.offer(scores, classes, i * classes, 1);
            }
            return;
        }
        float[] scores = new float[candidates];
        for (int c = 0; c < classes; c++) {
            all.get((BOX + c) * candidates, scores, 0, candidates);
            best.offer(scores, candidates, c, classes);
        }
    }

    @Override
    public void read(Tensors outputs, int index, Candidate into) {
        Tensor all = outputs.get(0);
        int candidate = index / classes;
        int first = transposed ? candidate * (BOX + classes) : candidate;
        int step = transposed ? 1 : candidates;
        into.setCentre(all.get(first), all.get(first + step), all.get(first + 2 * step), all.get(first + 3 * step));
        into.classIndex = index % classes;
    }
}
