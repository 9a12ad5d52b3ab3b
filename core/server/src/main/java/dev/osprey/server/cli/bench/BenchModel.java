package dev.osprey.server.cli.bench;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.osprey.engine.frame.Picture;
import dev.osprey.server.cli.home.CommandFailedException;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Region;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;

/** A model with nothing around it: the yardstick. Thread-safe; each thread takes a {@link Caller}. */
final class BenchModel implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final BenchInput input;
    private final String inputName;
    private final OnnxJavaType type;

    /** @param input as the stage reads it */
    BenchModel(Path file, BenchInput input) throws OrtException, CommandFailedException {
        this.input = input;
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            session = environment.createSession(file.toString(), options);
        }
        var described = session.getInputInfo().values().iterator().next();
        inputName = described.getName();
        if (!(described.getInfo() instanceof TensorInfo tensor)) {
            session.close();
            throw new CommandFailedException("model " + file + " takes no tensor, but a " + described.getInfo());
        }
        type = tensor.type;
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }

    /** What one thread needs to read a picture and run the model. */
    final class Caller implements AutoCloseable {
        private final ByteBuffer pixels;
        private final OnnxTensor tensor;

        Caller() throws OrtException {
            PixelSpec spec = input.spec();
            Region region = input.region();
            pixels = ByteBuffer.allocateDirect(spec.sizeBytes(region)).order(ByteOrder.nativeOrder());
            long height = spec.heightFor(region);
            long width = spec.widthFor(region);
            long channels = spec.order().channels();
            long[] shape = spec.layout() == PixelSpec.Layout.NCHW
                    ? new long[] {1, channels, height, width}
                    : new long[] {1, height, width, channels};
            tensor = OnnxTensor.createTensor(environment, pixels, shape, type);
        }

        void read(Picture picture) {
            pixels.clear();
            picture.read(input.region(), input.spec(), pixels);
        }

        void run() throws OrtException {
            session.run(Map.of(inputName, tensor)).close();
        }

        @Override
        public void close() {
            tensor.close();
        }
    }
}
