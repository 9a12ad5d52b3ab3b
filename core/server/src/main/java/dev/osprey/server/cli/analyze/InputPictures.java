package dev.osprey.server.cli.analyze;

import dev.osprey.engine.ReadObserver;
import dev.osprey.spi.Frame;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Region;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;

/**
 * Writes every stage's input as the stage saw it, turned back into a picture: {@code STAGE-FRAME-READ.png}. What the
 * normalisation does to the pixels is undone; what scaling, fit, fill and channel order do is seen.
 */
final class InputPictures implements ReadObserver {
    private final Path folder;
    private final Map<String, AtomicInteger> reads = new ConcurrentHashMap<>();

    InputPictures(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    @Override
    public void onRead(String stage, Frame frame, Region region, PixelSpec spec, ByteBuffer pixels) {
        int width = spec.widthFor(region);
        int height = spec.heightFor(region);
        int channels = spec.order().channels();
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        ByteBuffer elements = pixels.duplicate().order(ByteOrder.nativeOrder());
        double[] mean = spec.mean();
        double[] std = spec.std();
        int[] value = new int[channels];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    int index = spec.layout() == PixelSpec.Layout.NCHW
                            ? (c * height + y) * width + x
                            : (y * width + x) * channels + c;
                    double v = element(elements, spec.type(), index) * std[c] + mean[c];
                    value[c] = (int) Math.max(0, Math.min(255, Math.round(v)));
                }
                image.setRGB(x, y, rgb(value, spec.order()));
            }
        }
        String frameName = stage + "-%06d".formatted(frame.sequence());
        int read = reads.computeIfAbsent(frameName, name -> new AtomicInteger()).getAndIncrement();
        try {
            ImageIO.write(
                    image,
                    "png",
                    folder.resolve(frameName + "-" + read + ".png").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write into " + folder + ": " + e.getMessage(), e);
        }
    }

    private static double element(ByteBuffer elements, PixelSpec.Type type, int index) {
        return switch (type) {
            case U8 -> elements.get(index) & 0xff;
            case I32 -> elements.getInt(index * 4);
            case F32 -> elements.getFloat(index * 4);
            case F16 -> half(elements.getShort(index * 2));
        };
    }

    /** IEEE 754 binary16. */
    private static double half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        double magnitude = exponent == 0 ? fraction * 0x1p-24 : (1 + fraction / 1024.0) * Math.pow(2, exponent - 15);
        return bits < 0 ? -magnitude : magnitude;
    }

    private static int rgb(int[] value, PixelSpec.Order order) {
        return switch (order) {
            case RGB -> value[0] << 16 | value[1] << 8 | value[2];
            case BGR -> value[2] << 16 | value[1] << 8 | value[0];
            case GREY -> value[0] << 16 | value[0] << 8 | value[0];
        };
    }
}
