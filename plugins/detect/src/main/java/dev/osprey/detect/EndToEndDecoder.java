package dev.osprey.detect;

import dev.osprey.toolkit.Tensor;
import dev.osprey.toolkit.Tensors;
import dev.osprey.toolkit.decode.TopK;

/** Finished rows, [1,N,6]: corners in pixels, score, class; suppressed already. */
final class EndToEndDecoder implements Decoder {
    private static final int ROW = 6;

    @Override
    public int classes() {
        return 0;
    }

    @Override
    public boolean overlapping() {
        return false;
    }

    @Override
    public void collect(Tensors outputs, TopK best) {
        Tensor rows = outputs.get(0);
        for (int i = 0; i < rows.size() / ROW; i++) {
            best.offer(rows.get(i * ROW + 4), i);
        }
    }

    @Override
    public void read(Tensors outputs, int index, Candidate into) {
        Tensor rows = outputs.get(0);
        int at = index * ROW;
        into.left = rows.get(at);
        into.top = rows.get(at + 1);
        into.right = rows.get(at + 2);
        into.bottom = rows.get(at + 3);
        into.classIndex = Math.round(rows.get(at + 5));
    }
}
