package dev.osprey.media.frame;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;

import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Region;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/** A decoded frame of FFmpeg, or pixels that a stage made, owned and counted. Thread-safe. */
public final class VideoPicture implements Picture {
    private static final AtomicLong LIVE = new AtomicLong();

    private final Origin origin;
    private final AVFrame frame;
    /** Only of a picture that was made. */
    private final @Nullable Lens lens;

    private final int width;
    private final int height;
    private final AtomicInteger references = new AtomicInteger(1);
    private final Holders holders = Holders.create();
    private final Object convertLock = new Object();
    private @Nullable Canvas bgr;
    private @Nullable Canvas grey;

    /** What is known of a picture beside its pixels. */
    public record Origin(String cameraId, int stream, long sequence, long ptsMicros, Instant capturedAt) {}

    private VideoPicture(Origin origin, AVFrame frame, @Nullable Lens lens) {
        this.origin = origin;
        this.frame = frame;
        this.lens = lens;
        width = frame.width();
        height = frame.height();
        holders.taken();
        LIVE.incrementAndGet();
    }

    /** Takes over what the frame holds, which is empty afterwards; the picture has one reference, the caller's. */
    public static VideoPicture of(Origin origin, AVFrame decoded) {
        AVFrame own = av_frame_alloc();
        av_frame_move_ref(own, decoded);
        return new VideoPicture(origin, own, null);
    }

    /** Takes over the canvas, packed BGR or grey, which the frame then only points into. */
    private static VideoPicture of(Origin origin, Canvas canvas, Lens lens) {
        Canvas.Form form = canvas.form();
        boolean grey = form.channels() == 1;
        AVFrame frame = av_frame_alloc();
        frame.width(form.width())
                .height(form.height())
                .format(grey ? AV_PIX_FMT_GRAY8 : AV_PIX_FMT_BGR24)
                .color_range(AVCOL_RANGE_JPEG)
                .data(0, canvas.at(0, 0, 0))
                .linesize(0, canvas.strideBytes());
        VideoPicture picture = new VideoPicture(origin, frame, lens);
        synchronized (picture.convertLock) {
            if (grey) {
                picture.grey = canvas;
            } else {
                picture.bgr = canvas;
            }
        }
        return picture;
    }

    /** How many pictures of this process are not freed yet. */
    public static long live() {
        return LIVE.get();
    }

    @Override
    public String cameraId() {
        return origin.cameraId();
    }

    @Override
    public int stream() {
        return origin.stream();
    }

    @Override
    public long sequence() {
        return origin.sequence();
    }

    @Override
    public long ptsMicros() {
        return origin.ptsMicros();
    }

    @Override
    public Instant capturedAt() {
        return origin.capturedAt();
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public Mapping read(Region region, PixelSpec spec, ByteBuffer into) {
        return read(null, region, spec, into);
    }

    /** Reads through a lens: in the coordinates of the source. */
    Mapping read(@Nullable Lens through, Region region, PixelSpec spec, ByteBuffer into) {
        if (references.get() <= 0) {
            throw new IllegalStateException("read of " + this + ", which is freed already" + holders.describe());
        }
        // A stage may read within a PointerScope of its own, which must not free what is pooled here.
        try (PointerScope shield = new PointerScope().extend()) {
            return PixelReader.read(this, frame, through, region, spec, into);
        }
    }

    @Override
    public Picture write(Region shows, PixelSpec form, ByteBuffer from) {
        try (PointerScope shield = new PointerScope().extend()) {
            PixelWriter.Written written = PixelWriter.write(shows, form, from);
            boolean done = false;
            try {
                int sourceWidth = lens == null ? width : lens.sourceWidth();
                int sourceHeight = lens == null ? height : lens.sourceHeight();
                Picture made = of(
                        origin,
                        written.canvas(),
                        Lens.of(written.shows(), written.toSource(), sourceWidth, sourceHeight));
                done = true;
                return made;
            } finally {
                if (!done) {
                    written.canvas().giveBack();
                }
            }
        }
    }

    @Override
    public Region shows() {
        return lens == null ? Region.of(this) : lens.shows();
    }

    @Override
    public Picture inSource() {
        return lens == null ? this : new PlacedPicture(this, lens);
    }

    @Override
    public Picture retain() {
        int count = references.getAndUpdate(value -> value <= 0 ? value : value + 1);
        if (count <= 0) {
            throw new IllegalStateException("retain of " + this + ", which is freed already" + holders.describe());
        }
        holders.taken();
        return this;
    }

    @Override
    public void release() {
        int count = references.getAndUpdate(value -> value <= 0 ? value : value - 1);
        if (count <= 0) {
            throw new IllegalStateException("release of " + this + " once too often" + holders.describe());
        }
        holders.given();
        if (count == 1) {
            free();
        }
    }

    private void free() {
        synchronized (convertLock) {
            if (bgr != null) {
                bgr.giveBack();
                bgr = null;
            }
            if (grey != null) {
                grey.giveBack();
                grey = null;
            }
            av_frame_free(frame);
        }
        LIVE.decrementAndGet();
    }

    /** The whole picture, [H, W, 3]; made at the first call and kept until the picture is freed. Not to be changed. */
    Mat bgr() {
        synchronized (convertLock) {
            if (bgr == null) {
                bgr = convert(3, AV_PIX_FMT_BGR24);
            }
            return bgr.whole();
        }
    }

    /** As {@link #bgr}, [H, W]. */
    Mat grey() {
        synchronized (convertLock) {
            if (grey == null) {
                grey = convert(1, AV_PIX_FMT_GRAY8);
            }
            return grey.whole();
        }
    }

    private Canvas convert(int channels, int format) {
        Canvas canvas = Canvas.take(new Canvas.Form(width, height, channels, false));
        Scaler scaler = Scaler.take(Scaler.job(frame, width, height, width, height, format));
        try {
            scaler.target(0, canvas.at(0, 0, 0), canvas.strideBytes()).run(frame, 0, 0);
        } finally {
            scaler.giveBack();
        }
        return canvas;
    }

    @Override
    public String toString() {
        return "picture " + origin.sequence() + " of " + origin.cameraId() + " (" + width + " x " + height + ")";
    }
}
