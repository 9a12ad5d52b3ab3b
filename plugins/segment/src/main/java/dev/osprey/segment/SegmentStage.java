package dev.osprey.segment;

import dev.osprey.spi.Box;
import dev.osprey.spi.Frame;
import dev.osprey.spi.Input;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Read;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageSpec;
import dev.osprey.toolkit.OnnxModel;
import dev.osprey.toolkit.OnnxStage;
import dev.osprey.toolkit.Tensors;
import dev.osprey.toolkit.decode.ClassMasks;
import dev.osprey.toolkit.decode.MaskGrid;
import java.util.ArrayList;
import java.util.List;

/**
 * The pixels of people or of classes, as one mask a class: of the whole picture, or of a parent's box. Of a box, the
 * model sees a little more, in the aspect ratio that it wants, and the mask is cut to the box.
 */
final class SegmentStage extends OnnxStage {
    private final OutputForm form;
    private final ClassLabels labels;
    private final SegmentConfig config;

    SegmentStage(OnnxModel model, PixelSpec pixels, OutputForm form, ClassLabels labels, SegmentConfig config)
            throws StageException {
        super(
                model,
                pixels,
                StageSpec.of(Result.Mask.KIND).withLabels(labels.found()).withReads(Read.of(Read.Part.ANY, pixels)));
        this.form = form;
        this.labels = labels;
        this.config = config;
    }

    @Override
    protected Region regionOf(Input input) {
        return input.parent().isPresent() ? surroundings(input.region().bounds()) : input.region();
    }

    @Override
    protected List<Result> decode(Tensors outputs, Mapping mapping, Input input) {
        Frame frame = input.frame();
        Box area = input.region().bounds().clipped(frame.width(), frame.height());
        if (area.area() == 0) {
            return List.of();
        }
        MaskGrid grid = MaskGrid.over(
                area, mapping, pixels().width(), pixels().height(), form.columns(), form.rows(), config.cells());
        ClassMasks masks = new ClassMasks(grid, labels.size());
        form.layout().gather(form.scores(outputs), grid, config.threshold(), masks);
        List<Result> results = new ArrayList<>();
        for (int c = 0; c < labels.size(); c++) {
            if (c != labels.background() && masks.share(c) >= config.minArea()) {
                masks.mask(c, labels.name(c)).ifPresent(results::add);
            }
        }
        return results;
    }

    /** The box made larger, and then wider or higher, so that the model sees it undistorted. */
    private Region surroundings(Box box) {
        double aspect = (double) pixels().width() / pixels().height();
        double width = Math.max(box.width(), box.height() * aspect) * config.expand();
        return Region.of(Box.ofCentre(box.centre().x(), box.centre().y(), width, width / aspect));
    }
}
