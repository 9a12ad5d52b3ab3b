package dev.osprey.media.frame;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GBRP;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;

import dev.osprey.spi.Box;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Region;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

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

    /** @param lens where the picture was made of another one, in whose pixels the region and the mapping are */
    static Mapping read(
            VideoPicture picture, AVFrame frame, @Nullable Lens lens, Region region, PixelSpec spec, ByteBuffer into) {
        Buffers.checkFinite(region);
        int bytes = Buffers.checkWritable(region, spec, into);
        boolean planar = spec.layout() == PixelSpec.Layout.NCHW || spec.order() == PixelSpec.Order.GREY;
        Placement placement = Placement.of(region, spec);
        Canvas canvas = Canvas.take(new Canvas.Form(
                placement.width(), placement.height(), spec.order().channels(), planar));
        try {
            Mapping mapping = scaledOrWarped(picture, frame, lens, region, placement, spec, canvas);
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

    private static Mapping scaledOrWarped(
            VideoPicture picture,
            AVFrame frame,
            @Nullable Lens lens,
            Region region,
            Placement placement,
            PixelSpec spec,
            Canvas canvas) {
        if (region.isUpright() && (lens == null || lens.isUpright())) {
            Box shown = placement.shown(region);
            Box own = lens == null ? shown : lens.own(shown);
            if (scalable(picture, own, placement)) {
                Mapping mapping = scale(frame, placement, snapped(own), spec, canvas);
                return lens == null ? mapping : Homographies.product(lens.toSource(), mapping);
            }
        }
        return warp(picture, lens, region, placement, spec, canvas);
    }

    private static boolean scalable(VideoPicture picture, Box shown, Placement placement) {
        if (Math.min(placement.innerWidth(), placement.innerHeight()) < SMALLEST) {
            return false;
        }
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
            VideoPicture picture,
            @Nullable Lens lens,
            Region region,
            Placement placement,
            PixelSpec spec,
            Canvas canvas) {
        Mapping mapping = region.isUpright() ? placement.mapping(placement.shown(region)) : placement.mapping(region);
        Region own = Lens.own(lens, region);
        double shrink = Math.min(
                own.width() * (1 - 2 * placement.cropX()) / placement.innerWidth(),
                own.height() * (1 - 2 * placement.cropY()) / placement.innerHeight());
        Warp.read(
                spec.order() == PixelSpec.Order.GREY ? picture.grey() : picture.bgr(),
                lens == null ? mapping : Homographies.product(lens.toOwn(), mapping),
                (int) Math.round(shrink),
                spec,
                canvas);
        return mapping;
    }
}
