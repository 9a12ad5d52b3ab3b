package dev.osprey.server;

import dev.osprey.spi.Batch;
import dev.osprey.spi.Box;
import dev.osprey.spi.Default;
import dev.osprey.spi.Output;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Result;
import dev.osprey.spi.Stage;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageFactory;
import dev.osprey.spi.StageSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Stages for tests of the server. */
public final class FakeStages {
    private FakeStages() {}

    public record Settings(@Default("thing") String find, @Default("false") Boolean broken) {}

    /** Finds one thing in every picture, and refuses to be made, or fails, where it is told so. */
    public static final class Look implements StageFactory<Settings> {
        @Override
        public String name() {
            return "look";
        }

        @Override
        public Class<Settings> configType() {
            return Settings.class;
        }

        @Override
        public Stage create(Settings settings, StageContext context) throws StageException {
            if (settings.broken()) {
                throw new StageException(StageException.Category.CONFIG, "broken on purpose");
            }
            return new Stage() {
                @Override
                public StageSpec spec() {
                    return StageSpec.of(Result.Kind.DETECTION);
                }

                @Override
                public List<Output> process(Batch batch) {
                    if (settings.find().equals("trouble")) {
                        throw new IllegalStateException("fails on purpose");
                    }
                    return batch.inputs().stream()
                            .map(input -> Output.of(new Result.Detection(settings.find(), 0.9, new Box(1, 2, 3, 4))))
                            .toList();
                }
            };
        }
    }

    /** Writes pictures that are white where the camera's are black. */
    public static final class Negative implements StageFactory<Settings> {
        @Override
        public String name() {
            return "negative";
        }

        @Override
        public Class<Settings> configType() {
            return Settings.class;
        }

        @Override
        public Stage create(Settings settings, StageContext context) {
            PixelSpec own = PixelSpec.bytes(0, 0, PixelSpec.Order.RGB);
            return Stage.of(StageSpec.of(Result.Kind.IMAGE), input -> {
                int bytes = own.sizeBytes(input.region());
                ByteBuffer pixels = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
                input.read(input.region(), own, pixels);
                for (int i = 0; i < bytes; i++) {
                    pixels.put(i, (byte) ~pixels.get(i));
                }
                return Output.of(input.write(input.region(), own, pixels.flip()));
            });
        }
    }
}
