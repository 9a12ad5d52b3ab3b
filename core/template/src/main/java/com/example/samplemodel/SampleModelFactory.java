package com.example.samplemodel;

import dev.osprey.spi.Default;
import dev.osprey.spi.Description;
import dev.osprey.spi.Stage;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageFactory;

/** Makes the stage {@code sample-model}: an ONNX model and what its outputs say. */
public final class SampleModelFactory implements StageFactory<SampleModelFactory.Settings> {
    /** What may stand under {@code sample-model:} in a pipeline. */
    public record Settings(
            @Default("sample-model") @Description("A model of the catalog, or the path of an .onnx file")
                    String model) {}

    @Override
    public String name() {
        return "sample-model";
    }

    @Override
    public String description() {
        return "Says the largest element of each output of a model";
    }

    @Override
    public Class<Settings> configType() {
        return Settings.class;
    }

    @Override
    public Stage create(Settings settings, StageContext context) throws StageException {
        return new SampleModelStage(settings.model(), context);
    }
}
