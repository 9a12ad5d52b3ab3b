package dev.osprey.toolkit;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.osprey.spi.Device;
import dev.osprey.spi.Model;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An ONNX model loaded on a device: a session with what it says of its inputs and outputs. The session is thread-safe;
 * whoever opens it closes it, when no call is under way.
 */
public final class OnnxModel implements AutoCloseable {
    private final Model model;
    private final int lanes;
    private final System.Logger logger;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private boolean closed;
    private final List<TensorShape> inputs;
    private final List<TensorShape> outputs;
    private final Metadata metadata;

    private OnnxModel(Model model, StageContext context, OrtEnvironment environment, OrtSession session)
            throws OrtException {
        this.model = model;
        this.lanes = context.lanes();
        this.logger = context.logger();
        this.environment = environment;
        this.session = session;
        this.inputs = shapes(session.getInputInfo().values());
        this.outputs = shapes(session.getOutputInfo().values());
        this.metadata = new Metadata(session.getMetadata().getCustomMetadata());
    }

    /**
     * Loads a model on the context's device.
     *
     * @param nameOrPath a name of the catalog, or the path of an {@code .onnx} file
     * @throws StageException CONFIG, saying what is wrong with the file and what to do
     */
    public static OnnxModel open(String nameOrPath, StageContext context) throws StageException {
        Model model = context.model(nameOrPath);
        ModelFiles.check(model.file());
        OrtEnvironment environment = Environment.get();
        try (OrtSession.SessionOptions options = options(context.device())) {
            OrtSession session = environment.createSession(model.file().toString(), options);
            try {
                return new OnnxModel(model, context, environment, session);
            } catch (OrtException | RuntimeException e) {
                session.close();
                throw e;
            }
        } catch (OrtException e) {
            throw ModelFiles.refusal(model.file(), e);
        }
    }

    /* One thread a call and a call a core is up to twice as fast as one call with a thread a core. ONNX Runtime warns
    of every weight that an old exporter lists among the inputs, hundreds of lines: hence the log level. */
    private static OrtSession.SessionOptions options(Device device) throws OrtException, StageException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        try {
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            if (device.kind() == Device.Kind.CUDA) {
                Cuda.add(options, device.index());
            }
            return options;
        } catch (OrtException | StageException | RuntimeException e) {
            options.close();
            throw e;
        }
    }

    /** Looks at a model and makes something of it. */
    public interface Use<T> {
        T make(OnnxModel model) throws StageException;
    }

    /**
     * Opens a model and makes a stage, or a part of one, around it.
     *
     * @param nameOrPath as {@link #open} takes it
     * @return what owns the model from now on
     * @throws StageException as {@code use} does; the model is closed then
     */
    public static <T> T use(String nameOrPath, StageContext context, Use<T> use) throws StageException {
        OnnxModel model = open(nameOrPath, context);
        try {
            return use.make(model);
        } catch (StageException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** What the catalog, or a file beside the model, says of it. */
    public Model model() {
        return model;
    }

    /** What the file says of itself. */
    public Metadata metadata() {
        return metadata;
    }

    /** In the model's order; open dimensions are {@link TensorShape#ANY}. */
    public List<TensorShape> inputs() {
        return inputs;
    }

    /** In the model's order; open dimensions are {@link TensorShape#ANY}. */
    public List<TensorShape> outputs() {
        return outputs;
    }

    /** As in {@code model yolo.onnx gives output0 float32[1,84,8400]}. */
    public String describeOutputs() {
        return this + " gives " + outputs.stream().map(TensorShape::toString).collect(Collectors.joining(", "));
    }

    /**
     * The refusal of a model whose outputs do not fit, in words.
     *
     * @param given with the dimensions that they have for one picture
     * @param why what was expected and what to do
     */
    public StageException refusal(List<TensorShape> given, PixelSpec pixels, String why) {
        String outputsGiven = given.stream().map(TensorShape::toString).collect(Collectors.joining(", "));
        return new StageException(
                StageException.Category.CONFIG,
                this + " gives " + outputsGiven + " for " + pixels.width() + " x " + pixels.height() + " pixels; "
                        + why);
    }

    /**
     * The form in which the model's one input wants pixels.
     *
     * @param asked what a configuration says: goes over what the model's description says
     * @param usual what holds where neither says anything
     * @throws StageException CONFIG if the model has another number of inputs, if its input is no picture, or if the
     *     size that was asked for is not the model's
     */
    public PixelSpec pixels(Preprocessing asked, Preprocessing usual) throws StageException {
        if (inputs.size() != 1) {
            throw new StageException(
                    StageException.Category.CONFIG,
                    this + " takes " + inputs + "; one input is expected, a picture: export it without the others");
        }
        Preprocessing described = Preprocessing.of(model.properties());
        boolean wholeNumbers =
                inputs.get(0).type() != OnnxJavaType.FLOAT && inputs.get(0).type() != OnnxJavaType.FLOAT16;
        Preprocessing fallback = wholeNumbers ? usual.withoutNormalisation() : usual;
        return asked.over(described.over(fallback)).pixelsFor(inputs.get(0), toString());
    }

    /**
     * Runs the model on pictures of zeros: warms it up, and shows the shapes that its description leaves open.
     *
     * @return the outputs with the dimensions they had for that many pictures
     * @throws StageException CONFIG if the model cannot be run so
     */
    public List<TensorShape> probe(PixelSpec pixels, int pictures) throws StageException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(Math.toIntExact(inputBytes(pixels, pictures)))
                .order(ByteOrder.nativeOrder());
        try (OnnxTensor input = OnnxTensor.createTensor(
                        environment,
                        zeros,
                        inputShape(pixels, pictures),
                        inputs.get(0).type());
                OrtSession.RunOptions quiet = quiet();
                OrtSession.Result result = session.run(Map.of(inputs.get(0).name(), input), quiet)) {
            List<TensorShape> shapes = new ArrayList<>();
            for (Map.Entry<String, OnnxValue> output : result) {
                if (!(output.getValue() instanceof OnnxTensor tensor)) {
                    throw new StageException(
                            StageException.Category.CONFIG,
                            this + " gives " + output.getKey() + ", which is no tensor but a "
                                    + output.getValue().getType() + "; export it so that it gives tensors");
                }
                shapes.add(TensorShape.of(output.getKey(), tensor.getInfo()));
            }
            return List.copyOf(shapes);
        } catch (OrtException e) {
            throw new StageException(
                    StageException.Category.CONFIG,
                    this + " does not run on " + pictures + " pictures of " + pixels.width() + " x " + pixels.height()
                            + ": " + e.getMessage(),
                    e);
        }
    }

    /** Options for a run whose failure is told by its exception alone. */
    static OrtSession.RunOptions quiet() throws OrtException {
        OrtSession.RunOptions options = new OrtSession.RunOptions();
        options.setLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        return options;
    }

    /** The shape of the input tensor for so many pictures. */
    static long[] inputShape(PixelSpec pixels, int pictures) {
        int channels = pixels.order().channels();
        return pixels.layout() == PixelSpec.Layout.NCHW
                ? new long[] {pictures, channels, pixels.height(), pixels.width()}
                : new long[] {pictures, pixels.height(), pixels.width(), channels};
    }

    /** The size of the input tensor for so many pictures, in bytes. */
    static long inputBytes(PixelSpec pixels, int pictures) {
        return (long) pixels.width()
                * pixels.height()
                * pixels.order().channels()
                * pixels.type().bytes()
                * pictures;
    }

    int lanes() {
        return lanes;
    }

    System.Logger logger() {
        return logger;
    }

    OrtEnvironment environment() {
        return environment;
    }

    OrtSession session() {
        return session;
    }

    /** Frees the session, once; must not be called while a call is under way. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            session.close();
        } catch (OrtException e) {
            logger.log(System.Logger.Level.WARNING, this + " was not closed cleanly", e);
        }
    }

    @Override
    public String toString() {
        return "model " + model.file().getFileName();
    }

    private static List<TensorShape> shapes(Collection<NodeInfo> nodes) {
        return nodes.stream().map(TensorShape::of).toList();
    }
}
