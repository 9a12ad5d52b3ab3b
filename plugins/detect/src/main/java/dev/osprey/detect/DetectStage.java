package dev.osprey.detect;

import dev.osprey.spi.Box;
import dev.osprey.spi.Frame;
import dev.osprey.spi.Input;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageSpec;
import dev.osprey.toolkit.OnnxModel;
import dev.osprey.toolkit.OnnxStage;
import dev.osprey.toolkit.Tensors;
import dev.osprey.toolkit.decode.Nms;
import dev.osprey.toolkit.decode.TopK;
import java.util.ArrayList;
import java.util.List;

/** Objects found in a picture: the best of the model's candidates, overlaps suppressed, in source pixels. */
final class DetectStage extends OnnxStage {
    /** Weaker candidates are not looked at, whatever score a pipeline asks for. */
    static final float FLOOR = 0.01f;

    private static final int MOST_CANDIDATES = 500;
    private static final int MOST_DETECTIONS = 300;
    private static final double DEFAULT_SCORE = 0.4;

    private final Decoder decoder;
    private final List<String> labels;
    private final double iou;

    DetectStage(OnnxModel model, PixelSpec pixels, Decoder decoder, List<String> labels, double iou)
            throws StageException {
        super(
                model,
                pixels,
                StageSpec.of(Result.Detection.KIND).withLabels(labels).withDefaultScore(DEFAULT_SCORE));
        this.decoder = decoder;
        this.labels = List.copyOf(labels);
        this.iou = decoder.overlapping() ? iou : 1;
    }

    @Override
    protected List<Result> decode(Tensors outputs, Mapping mapping, Input input) {
        TopK best = new TopK(MOST_CANDIDATES, FLOOR);
        decoder.collect(outputs, best);
        best.sort();
        Nms nms = new Nms(iou, MOST_DETECTIONS);
        Candidate candidate = new Candidate();
        Frame frame = input.frame();
        List<Result> results = new ArrayList<>();
        for (int rank = 0; rank < best.size(); rank++) {
            decoder.read(outputs, best.indexAt(rank), candidate);
            if (candidate.isSound()
                    && candidate.classIndex >= 0
                    && candidate.classIndex < labels.size()
                    && nms.keep(
                            candidate.left, candidate.top, candidate.right, candidate.bottom, candidate.classIndex)) {
                Box box = mapping.toSource(
                                Box.ofCorners(candidate.left, candidate.top, candidate.right, candidate.bottom))
                        .bounds()
                        .clipped(frame.width(), frame.height());
                if (box.area() > 0) {
                    results.add(new Result.Detection(
                            labels.get(candidate.classIndex), Math.min(1, best.scoreAt(rank)), box));
                }
            }
        }
        return results;
    }
}
