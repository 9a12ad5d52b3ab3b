package com.example.sample;

import dev.osprey.spi.Input;
import dev.osprey.spi.Output;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Result;
import dev.osprey.spi.Stage;
import dev.osprey.spi.StageSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The mean brightness of a region, in percent. One call at a time: its buffer is allocated once. */
final class SampleStage implements Stage.Analyser {
    static final StageSpec SPEC = StageSpec.of(Result.Value.KIND);

    private final PixelSpec small;
    private final ByteBuffer pixels;

    SampleStage(SampleFactory.Settings settings) {
        small = PixelSpec.bytes(settings.side(), settings.side(), PixelSpec.Order.GREY);
        pixels = ByteBuffer.allocateDirect(settings.side() * settings.side()).order(ByteOrder.nativeOrder());
    }

    @Override
    public Output analyse(Input input) {
        pixels.clear();
        input.read(input.region(), small, pixels);
        pixels.flip();
        long sum = 0;
        int count = pixels.remaining();
        while (pixels.hasRemaining()) {
            sum += pixels.get() & 0xff;
        }
        return Output.of(new Result.Value("brightness", 100.0 * sum / (255.0 * count), "%"));
    }
}
