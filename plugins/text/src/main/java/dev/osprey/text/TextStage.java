package dev.osprey.text;

import ai.onnxruntime.OrtException;
import dev.osprey.spi.Input;
import dev.osprey.spi.Output;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageSpec;
import dev.osprey.toolkit.Cancellation;
import dev.osprey.toolkit.Crop;
import dev.osprey.toolkit.InferenceStage;
import dev.osprey.toolkit.OnnxRunner;
import dev.osprey.toolkit.decode.CtcDecoder.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lines of text in a picture: found, joined, put upright, straightened and read; in reading order. */
final class TextStage extends InferenceStage {
    private static final double DEFAULT_SCORE = 0.5;

    private final Optional<TextDetector> detector;
    private final Optional<Orientation> orientation;
    private final Recogniser recogniser;
    private final int maxLines;

    TextStage(
            List<OnnxRunner> runners,
            Optional<TextDetector> detector,
            Optional<Orientation> orientation,
            Recogniser recogniser,
            int maxLines) {
        super(
                StageSpec.of(Result.TextRegion.KIND)
                        .withDefaultScore(DEFAULT_SCORE)
                        .withMaxBatch(recogniser.runner().maxBatch()),
                runners);
        this.detector = detector;
        this.orientation = orientation;
        this.recogniser = recogniser;
        this.maxLines = maxLines;
    }

    @Override
    protected List<Output> analyse(Cancellation cancellation, List<Input> inputs) throws OrtException, StageException {
        List<Crop> lines = new ArrayList<>();
        List<Integer> ends = new ArrayList<>(inputs.size());
        for (Input input : inputs) {
            for (Region line : lines(cancellation, input)) {
                lines.add(new Crop(input, line));
            }
            ends.add(lines.size());
        }
        List<Crop> upright = orientation.isPresent() ? orientation.get().upright(cancellation, lines) : lines;
        List<Reading> readings = recogniser.read(cancellation, upright);
        List<Output> outputs = new ArrayList<>(inputs.size());
        int from = 0;
        for (int end : ends) {
            outputs.add(output(upright.subList(from, end), readings.subList(from, end)));
            from = end;
        }
        return outputs;
    }

    private List<Region> lines(Cancellation cancellation, Input input) throws OrtException, StageException {
        if (detector.isEmpty()) {
            return List.of(Lines.lying(input.region()));
        }
        return Lines.of(detector.get().find(cancellation, input), maxLines);
    }

    private static Output output(List<Crop> lines, List<Reading> readings) {
        List<Result> results = new ArrayList<>(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            Reading reading = readings.get(i);
            if (!reading.text().isBlank()) {
                results.add(new Result.TextRegion(
                        reading.text().strip(), reading.score(), lines.get(i).region()));
            }
        }
        return Output.of(results);
    }
}
