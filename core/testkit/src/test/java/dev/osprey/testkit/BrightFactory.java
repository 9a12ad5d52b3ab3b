package dev.osprey.testkit;

import dev.osprey.spi.Box;
import dev.osprey.spi.Default;
import dev.osprey.spi.Description;
import dev.osprey.spi.Input;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.Output;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Result;
import dev.osprey.spi.Stage;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageFactory;
import dev.osprey.spi.StageSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A stage that keeps all rules: finds the box around what is bright. */
public final class BrightFactory implements StageFactory<BrightFactory.Settings> {
    public record Settings(@Default("200") @Description("The least level that is bright, 0..255") Integer level) {
        public Settings {
            if (level < 0 || level > 255) {
                throw new IllegalArgumentException("level must be in 0..255, got " + level);
            }
        }
    }

    @Override
    public String name() {
        return "bright";
    }

    @Override
    public Class<Settings> configType() {
        return Settings.class;
    }

    @Override
    public Stage create(Settings settings, StageContext context) {
        return Stage.of(
                StageSpec.of(Result.Detection.KIND).withMaxBatch(4).withMaxConcurrency(2),
                input -> find(input, settings.level()));
    }

    static Output find(Input input, int level) {
        PixelSpec grey = PixelSpec.bytes(0, 0, PixelSpec.Order.GREY);
        int width = grey.widthFor(input.region());
        int height = grey.heightFor(input.region());
        ByteBuffer pixels = ByteBuffer.allocateDirect(width * height).order(ByteOrder.nativeOrder());
        Mapping mapping = input.read(input.region(), grey, pixels);
        int left = width;
        int top = height;
        int right = 0;
        int bottom = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if ((pixels.get(y * width + x) & 0xff) >= level) {
                    left = Math.min(left, x);
                    top = Math.min(top, y);
                    right = Math.max(right, x + 1);
                    bottom = Math.max(bottom, y + 1);
                }
            }
        }
        if (right == 0) {
            return Output.empty();
        }
        Box box = mapping.toSource(Box.ofCorners(left, top, right, bottom)).bounds();
        return Output.of(new Result.Detection("bright", 1, box));
    }
}
