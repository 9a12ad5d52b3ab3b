package dev.osprey.media.frame;

import static org.bytedeco.opencv.global.opencv_core.CV_16FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_32SC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_MAKETYPE;
import static org.bytedeco.opencv.global.opencv_core.extractChannel;
import static org.bytedeco.opencv.global.opencv_core.insertChannel;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import dev.osprey.spi.Mapping;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Region;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/** Takes pixels in any form that a stage has them in, into a canvas of BGR or grey: {@link PixelReader}, the other way. */
final class PixelWriter {
    private PixelWriter() {}

    /** What was taken. The caller gives the canvas back. */
    record Written(Canvas canvas, Region shows, Mapping toSource) {}

    static Written write(Region shows, PixelSpec form, ByteBuffer from) {
        Buffers.checkFinite(shows);
        int bytes = Buffers.checkSize(shows, form, from);
        if (!(shows.width() > 0 && shows.height() > 0)) {
            throw new IllegalArgumentException("the region shown must have an area, got " + shows);
        }
        Placement placement = Placement.of(shows, form);
        Placement interior = placement.interior();
        Mapping toSource = shows.isUpright() ? interior.mapping(interior.shown(shows)) : interior.mapping(shows);
        Canvas canvas = Canvas.take(new Canvas.Form(
                interior.width(), interior.height(), form.order().channels(), false));
        boolean done = false;
        try {
            try (BytePointer memory = new BytePointer(from.slice())) {
                boolean planar = form.layout() == PixelSpec.Layout.NCHW || form.order() == PixelSpec.Order.GREY;
                if (planar) {
                    planes(memory, placement, form, canvas);
                } else {
                    packed(memory, placement, form, canvas);
                }
            }
            from.position(from.position() + bytes);
            Written written = new Written(canvas, interior.shownRegion(shows, toSource), toSource);
            done = true;
            return written;
        } finally {
            if (!done) {
                canvas.giveBack();
            }
        }
    }

    private static void packed(BytePointer memory, Placement placement, PixelSpec form, Canvas canvas) {
        boolean rgb = form.order() == PixelSpec.Order.RGB;
        try (Mat all = new Mat(placement.height(), placement.width(), CV_MAKETYPE(depth(form.type()), 3), memory);
                Mat inner = inner(all, placement)) {
            if (isBytes(form)) {
                ordered(inner, rgb, canvas);
                return;
            }
            double[] mean = form.mean();
            double[] std = form.std();
            try (Mat numbers = numbers(inner);
                    Mat channel = new Mat();
                    Mat bytes = new Mat()) {
                for (int i = 0; i < 3; i++) {
                    extractChannel(numbers, channel, i);
                    channel.convertTo(bytes, CV_8UC1, std[i], mean[i]);
                    insertChannel(bytes, canvas.whole(), rgb ? 2 - i : i);
                }
            }
        }
    }

    private static void ordered(Mat bytes, boolean rgb, Canvas canvas) {
        if (rgb) {
            cvtColor(bytes, canvas.whole(), COLOR_RGB2BGR);
        } else {
            bytes.copyTo(canvas.whole());
        }
    }

    private static void planes(BytePointer memory, Placement placement, PixelSpec form, Canvas canvas) {
        int channels = form.order().channels();
        long planeBytes =
                (long) placement.width() * placement.height() * form.type().bytes();
        double[] mean = form.mean();
        double[] std = form.std();
        boolean rgb = form.order() == PixelSpec.Order.RGB;
        try (Mat bytes = new Mat()) {
            for (int i = 0; i < channels; i++) {
                try (BytePointer plane = memory.getPointer(i * planeBytes);
                        Mat all = new Mat(placement.height(), placement.width(), depth(form.type()), plane);
                        Mat inner = inner(all, placement);
                        Mat numbers = numbers(inner)) {
                    if (channels == 1) {
                        numbers.convertTo(canvas.whole(), CV_8UC1, std[0], mean[0]);
                    } else {
                        numbers.convertTo(bytes, CV_8UC1, std[i], mean[i]);
                        insertChannel(bytes, canvas.whole(), rgb ? 2 - i : i);
                    }
                }
            }
        }
    }

    private static Mat inner(Mat all, Placement placement) {
        try (Rect interior =
                new Rect(placement.left(), placement.top(), placement.innerWidth(), placement.innerHeight())) {
            return all.apply(interior);
        }
    }

    /** The same elements in a type that OpenCV does arithmetic with; shares them if they are. */
    private static Mat numbers(Mat elements) {
        if (elements.depth() != CV_16FC1) {
            return new Mat(elements);
        }
        Mat floats = new Mat();
        elements.convertTo(floats, CV_32FC1);
        return floats;
    }

    private static boolean isBytes(PixelSpec form) {
        boolean plain = form.type() == PixelSpec.Type.U8;
        double[] mean = form.mean();
        double[] std = form.std();
        for (int i = 0; i < mean.length; i++) {
            plain &= mean[i] == 0 && std[i] == 1;
        }
        return plain;
    }

    private static int depth(PixelSpec.Type type) {
        return switch (type) {
            case U8 -> CV_8UC1;
            case I32 -> CV_32SC1;
            case F16 -> CV_16FC1;
            case F32 -> CV_32FC1;
        };
    }
}
