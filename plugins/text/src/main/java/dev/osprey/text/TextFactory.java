package dev.osprey.text;

import dev.osprey.spi.Stage;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageFactory;
import dev.osprey.toolkit.OnnxRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes {@code text}: finds lines of text and reads them. */
public final class TextFactory implements StageFactory<TextConfig> {
    @Override
    public String name() {
        return "text";
    }

    @Override
    public String description() {
        return "Finds lines of text, straightens them and reads them: PP-OCR's detection, orientation and recognition";
    }

    @Override
    public Class<TextConfig> configType() {
        return TextConfig.class;
    }

    @Override
    public Stage create(TextConfig config, StageContext context) throws StageException {
        List<OnnxRunner> opened = new ArrayList<>();
        try {
            Recogniser recogniser = Recogniser.open(config, context);
            opened.add(recogniser.runner());
            Optional<TextDetector> detector = Optional.empty();
            if (!config.detector().equals(TextConfig.NONE)) {
                detector = Optional.of(TextDetector.open(config, context));
                opened.add(detector.get().runner());
            }
            Optional<Orientation> orientation = Optional.empty();
            if (!config.orientation().equals(TextConfig.NONE)) {
                orientation = Optional.of(Orientation.open(config, context));
                opened.add(orientation.get().runner());
            }
            return new TextStage(opened, detector, orientation, recogniser, config.maxLines());
        } catch (StageException | RuntimeException e) {
            opened.forEach(OnnxRunner::close);
            throw e;
        }
    }
}
