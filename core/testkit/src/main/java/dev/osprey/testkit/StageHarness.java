package dev.osprey.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.frame.Picture;
import dev.osprey.engine.plugin.RecordBinder;
import dev.osprey.spi.Batch;
import dev.osprey.spi.Input;
import dev.osprey.spi.Output;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import dev.osprey.spi.Stage;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageFactory;
import dev.osprey.spi.StageSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Runs one stage as the host would, without a pipeline: settings are bound as the server binds them, pixels are read by
 * the server's own code, and inputs cannot be read once {@code process} has returned. As thread-safe as the stage.
 *
 * <pre>{@code
 * try (StageHarness harness = StageHarness.open(new GaugeFactory(), "unit: bar")) {
 *     Picture picture = Frames.fromPicture(Path.of("gauge.png"));
 *     List<Result> results = harness.run(picture);
 * }
 * }</pre>
 */
public final class StageHarness implements AutoCloseable {
    private static final YAMLMapper YAML = new YAMLMapper();

    private final Stage stage;
    private final StageSpec spec;
    private final Earlier earlier = new Earlier();

    private StageHarness(Stage stage) {
        this.stage = stage;
        spec = stage.spec();
    }

    /**
     * Makes a stage with {@link TestContext#of the usual context}.
     *
     * @param settings YAML (or JSON) as below the stage's name in a pipeline; empty for defaults alone
     * @throws ConfigException if the settings are refused
     */
    public static StageHarness open(StageFactory<?> factory, String settings) throws Exception {
        return open(factory, settings, TestContext.of(factory.name()));
    }

    /** As {@link #open(StageFactory, String)}, with a context of one's own. */
    public static StageHarness open(StageFactory<?> factory, String settings, StageContext context) throws Exception {
        return create(factory, tree(settings), context);
    }

    static <C extends Record> StageHarness create(StageFactory<C> factory, JsonNode settings, StageContext context)
            throws Exception {
        C config = RecordBinder.bind(factory.configType(), settings);
        return new StageHarness(factory.create(config, context));
    }

    static JsonNode tree(String settings) throws JsonProcessingException {
        JsonNode tree = YAML.readTree(settings);
        return tree == null || tree.isMissingNode() || tree.isNull() ? YAML.createObjectNode() : tree;
    }

    public Stage stage() {
        return stage;
    }

    public StageSpec spec() {
        return spec;
    }

    /** From now on, what another stage found in the pictures that are handed in: for {@link Input#results}. */
    public StageHarness seeing(String stage, Result... found) {
        earlier.found(stage, List.of(found));
        return this;
    }

    /** The camera has a new stream: the stage's {@link Input#memory} of it is dropped, as the host does. */
    public void newStream(String cameraId) {
        earlier.forget(cameraId);
    }

    /** What the stage finds in the whole picture, which stays the caller's. */
    public List<Result> run(Picture picture) throws Exception {
        return run(picture, Region.of(picture));
    }

    /** What the stage finds in a region. */
    public List<Result> run(Picture picture, Region region) throws Exception {
        return batch(List.of(new HarnessInput(picture, region, null))).get(0).results();
    }

    /** What the stage makes of an earlier stage's result; if that is an image, its pixels are what the stage reads. */
    public List<Result> run(Picture picture, Region region, Result parent) throws Exception {
        return batch(List.of(new HarnessInput(picture, region, parent))).get(0).results();
    }

    /** Hands whole pictures in, in as few calls as the stage allows. */
    public List<Output> runBatched(List<Picture> pictures) throws Exception {
        return runBatched(pictures, Region::of);
    }

    /** Hands a region of each picture in, in as few calls as the stage allows. */
    public List<Output> runBatched(List<Picture> pictures, Function<Picture, Region> region) throws Exception {
        List<Output> outputs = new ArrayList<>();
        for (int start = 0; start < pictures.size(); start += spec.maxBatch()) {
            int end = Math.min(pictures.size(), start + spec.maxBatch());
            outputs.addAll(batch(pictures.subList(start, end).stream()
                    .map(picture -> new HarnessInput(picture, region.apply(picture), null))
                    .toList()));
        }
        return outputs;
    }

    /** Hands whole pictures in, one a call. */
    public List<Output> runSingly(List<Picture> pictures) throws Exception {
        return runSingly(pictures, Region::of);
    }

    /** Hands a region of each picture in, one a call. */
    public List<Output> runSingly(List<Picture> pictures, Function<Picture, Region> region) throws Exception {
        List<Output> outputs = new ArrayList<>();
        for (Picture picture : pictures) {
            outputs.add(new Output(run(picture, region.apply(picture))));
        }
        return outputs;
    }

    private List<Output> batch(List<HarnessInput> inputs) throws Exception {
        try {
            inputs.forEach(input -> input.allowing(spec.reads()).after(earlier));
            List<Output> outputs = stage.process(Batch.of(inputs));
            if (outputs.size() != inputs.size()) {
                throw new AssertionError("process must return as many outputs as it was given inputs, " + inputs.size()
                        + ", got " + outputs.size());
            }
            for (int i = 0; i < inputs.size(); i++) {
                inputs.get(i).checkImages(outputs.get(i));
            }
            return outputs.stream().map(this::strongEnough).toList();
        } finally {
            inputs.forEach(HarnessInput::fence);
        }
    }

    /** What a pipeline that names no score of its own keeps. */
    private Output strongEnough(Output output) {
        return new Output(output.results().stream()
                .filter(result -> !(result instanceof Result.Scored scored) || scored.score() >= spec.defaultScore())
                .toList());
    }

    /** The pixels of an image that a stage has given: [H, W, 3] in the order RGB, a copy. */
    public static byte[] pixels(Result.Image image) {
        return ImagePixels.of(image).clone();
    }

    /** An input as the host would make it, to be read at any time; for tests of helpers that take one. */
    public static Input input(Picture picture, Region region, Optional<Result> parent) {
        return new HarnessInput(picture, region, parent.orElse(null));
    }

    @Override
    public void close() {
        stage.close();
    }
}
