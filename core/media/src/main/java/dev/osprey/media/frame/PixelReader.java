package dev.osprey.media.frame;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GBRP;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;

import dev.osprey.spi.Box;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Point;
import dev.osprey.spi.Region;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Reads regions of one decoded frame in the form a stage asks for. */
final class PixelReader {
    /*
     * Upright regions on whole pixels go through swscale, straight from the decoder's planes into the letterbox. So do
     * others that shrink to half or less: they are moved to the nearest pixels of the chroma grid, less than a pixel
     * written, and the mapping says so exactly. The rest (turned, slanted, leaving the picture, enlarged) is warped out
     * of the whole picture in BGR or grey, made once a frame. Very small ones too: swscale has limits there.
     */
    private static final int SMALLEST = 16;

    private static final int GRID = 2;

    private PixelReader() {}

    static Mapping read(VideoPicture picture, AVFrame frame, Region region, PixelSpec spec, ByteBuffer into) {
        check(region);
        int bytes = check(region, spec, into);
        boolean planar = spec.layout() == PixelSpec.Layout.NCHW || spec.order() == PixelSpec.Order.GREY;
        Placement placement = Placement.of(region, spec);
        Canvas canvas = Canvas.take(new Canvas.Form(
                placement.width(), placement.height(), spec.order().channels(), planar));
        try {
            Mapping mapping = scalable(picture, region, placement)
                    ? scale(frame, placement, snapped(placement.shown(region)), spec, canvas)
                    : warp(picture, region, placement, spec, canvas);
            if (placement.hasBars()) {
                canvas.fillBars(placement, spec.fill());
            }
            Normaliser.write(canvas, spec, into.slice());
            into.position(into.position() + bytes);
            return mapping;
        } finally {
            canvas.giveBack();
        }
    }

    private static void check(Region region) {
        for (Point corner : List.of(region.topLeft(), region.topRight(), region.bottomRight(), region.bottomLeft())) {
            if (!Double.isFinite(corner.x()) || !Double.isFinite(corner.y())) {
                throw new IllegalArgumentException("the region's corners must be finite, got " + region);
            }
        }
    }

    private static int check(Region region, PixelSpec spec, ByteBuffer into) {
        if (!into.isDirect() || into.isReadOnly()) {
            throw new IllegalArgumentException(
                    "the buffer must be direct and writable, got " + into + ": use ByteBuffer.allocateDirect");
        }
        if (into.order() != ByteOrder.nativeOrder()) {
            throw new IllegalArgumentException("the buffer's byte order must be native (" + ByteOrder.nativeOrder()
                    + "), got " + into.order() + ": call order(ByteOrder.nativeOrder())");
        }
        int bytes = spec.sizeBytes(region);
        if (into.remaining() < bytes) {
            throw new IllegalArgumentException(
                    "the buffer must have " + bytes + " bytes remaining for " + spec + ", got " + into.remaining());
        }
        return bytes;
    }

    private static boolean scalable(VideoPicture picture, Region region, Placement placement) {
        if (!region.isUpright() || Math.min(placement.innerWidth(), placement.innerHeight()) < SMALLEST) {
            return false;
        }
        Box shown = placement.shown(region);
        if (shown.x() < 0
                || shown.y() < 0
                || shown.right() > picture.width()
                || shown.bottom() > picture.height()
                || Math.min(shown.width(), shown.height()) < SMALLEST) {
            return false;
        }
        boolean halved =
                shown.width() >= 2.0 * placement.innerWidth() && shown.height() >= 2.0 * placement.innerHeight();
        return halved || onGrid(shown, picture);
    }

    private static boolean onGrid(Box box, VideoPicture picture) {
        return box.x() % GRID == 0
                && box.y() % GRID == 0
                && (box.right() % GRID == 0 || box.right() == picture.width())
                && (box.bottom() % GRID == 0 || box.bottom() == picture.height());
    }

    /** The box whose corners are the nearest of the grid; the far ones may be those of the picture, of any parity. */
    private static Box snapped(Box box) {
        double x = snap(box.x());
        double y = snap(box.y());
        return new Box(x, y, Math.round(box.right()) - x, Math.round(box.bottom()) - y);
    }

    private static double snap(double value) {
        return GRID * (double) Math.round(value / GRID);
    }

    private static Mapping scale(AVFrame frame, Placement placement, Box source, PixelSpec spec, Canvas canvas) {
        boolean grey = spec.order() == PixelSpec.Order.GREY;
        int format = AV_PIX_FMT_GBRP;
        if (grey) {
            format = AV_PIX_FMT_GRAY8;
        } else if (!canvas.form().planar()) {
            format = spec.order() == PixelSpec.Order.RGB ? AV_PIX_FMT_RGB24 : AV_PIX_FMT_BGR24;
        }
        Scaler scaler = Scaler.take(Scaler.job(
                frame,
                (int) source.width(),
                (int) source.height(),
                placement.innerWidth(),
                placement.innerHeight(),
                format));
        try {
            int[] planes = planes(format, spec.order());
            for (int i = 0; i < planes.length; i++) {
                scaler.target(i, canvas.at(planes[i], placement.left(), placement.top()), canvas.strideBytes());
            }
            scaler.run(frame, (int) source.x(), (int) source.y());
        } finally {
            scaler.giveBack();
        }
        return placement.mapping(source);
    }

    /** Which plane of the canvas takes each plane of the format; that of GBRP is green, blue, red. */
    private static int[] planes(int format, PixelSpec.Order order) {
        if (format != AV_PIX_FMT_GBRP) {
            return new int[] {0};
        }
        return order == PixelSpec.Order.RGB ? new int[] {1, 2, 0} : new int[] {1, 0, 2};
    }

    private static Mapping warp(
            VideoPicture picture, Region region, Placement placement, PixelSpec spec, Canvas canvas) {
        Mapping mapping = region.isUpright() ? placement.mapping(placement.shown(region)) : placement.mapping(region);
        double shrink = Math.min(
                region.width() * (1 - 2 * placement.cropX()) / placement.innerWidth(),
                region.height() * (1 - 2 * placement.cropY()) / placement.innerHeight());
        Warp.read(
                spec.order() == PixelSpec.Order.GREY ? picture.grey() : picture.bgr(),
                mapping,
                (int) Math.round(shrink),
                spec,
                canvas);
        return mapping;
    }
}
