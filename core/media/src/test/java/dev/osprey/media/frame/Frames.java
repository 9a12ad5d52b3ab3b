package dev.osprey.media.frame;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import java.time.Instant;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.Pointer;

/** Decoded frames as a decoder would give them, of one colour. */
final class Frames {
    private Frames() {}

    static VideoPicture yuv(int width, int height, int space, int range, int y, int u, int v) {
        AVFrame frame = av_frame_alloc();
        frame.width(width).height(height).format(AV_PIX_FMT_YUV420P).colorspace(space).color_range(range);
        if (av_frame_get_buffer(frame, 0) < 0) {
            throw new OutOfMemoryError("no memory for a frame");
        }
        int[] values = {y, u, v};
        for (int plane = 0; plane < 3; plane++) {
            long rows = plane == 0 ? height : height / 2;
            Pointer.memset(frame.data(plane), values[plane], rows * frame.linesize(plane));
        }
        VideoPicture picture =
                VideoPicture.of(new VideoPicture.Origin("test", 1, 0, 0, Instant.EPOCH), frame);
        av_frame_free(frame);
        return picture;
    }
}
