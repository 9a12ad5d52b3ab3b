package dev.osprey.media.frame;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_BITSTREAM;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_HWACCEL;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_PAL;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV444P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_copy_props;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_count_planes;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;
import static org.bytedeco.opencv.global.opencv_core.CV_16U;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.CV_MAKETYPE;
import static org.bytedeco.opencv.global.opencv_core.rotate;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.opencv.opencv_core.Mat;

/** Turns decoded frames by quarters, as clips of telephones want to be shown. Thread-safe. */
public final class Upright {
    private Upright() {}

    /**
     * Turns a frame in its place.
     *
     * @param quarters clockwise, 1 to 3; 0 leaves it as it is
     */
    public static void turn(AVFrame frame, int quarters) {
        if (quarters == 0) {
            return;
        }
        OpenCv.load();
        if (!turnable(frame)) {
            replace(frame, inFullColour(frame));
        }
        replace(frame, turned(frame, quarters));
    }

    /** Whether each plane turned is a plane of the picture turned: not where chroma is halved one way only. */
    private static boolean turnable(AVFrame frame) {
        AVPixFmtDescriptor format = av_pix_fmt_desc_get(frame.format());
        long odd = AV_PIX_FMT_FLAG_BITSTREAM | AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_PAL;
        boolean packed = format.nb_components() > 1 && av_pix_fmt_count_planes(frame.format()) == 1;
        return (format.flags() & odd) == 0 && !packed && format.log2_chroma_w() == format.log2_chroma_h();
    }

    private static AVFrame inFullColour(AVFrame frame) {
        AVFrame full = like(frame, frame.width(), frame.height(), AV_PIX_FMT_YUV444P);
        full.color_range(AVCOL_RANGE_JPEG);
        Scaler scaler = Scaler.take(
                Scaler.job(frame, frame.width(), frame.height(), frame.width(), frame.height(), AV_PIX_FMT_YUV444P));
        try {
            for (int plane = 0; plane < 3; plane++) {
                scaler.target(plane, full.data(plane), full.linesize(plane));
            }
            scaler.run(frame, 0, 0);
        } finally {
            scaler.giveBack();
        }
        return full;
    }

    private static AVFrame turned(AVFrame frame, int quarters) {
        boolean across = quarters % 2 == 1;
        AVFrame turned = like(
                frame,
                across ? frame.height() : frame.width(),
                across ? frame.width() : frame.height(),
                frame.format());
        int planes = av_pix_fmt_count_planes(frame.format());
        for (int plane = 0; plane < planes; plane++) {
            try (Mat from = plane(frame, plane);
                    Mat to = plane(turned, plane)) {
                rotate(from, to, quarters - 1);
            }
        }
        return turned;
    }

    private static Mat plane(AVFrame frame, int plane) {
        AVPixFmtDescriptor format = av_pix_fmt_desc_get(frame.format());
        int component = 0;
        while (format.comp(component).plane() != plane) {
            component++;
        }
        boolean chroma = component == 1 || component == 2;
        int shift = chroma ? format.log2_chroma_w() : 0;
        int width = -(-frame.width() >> shift);
        int height = -(-frame.height() >> shift);
        int bytes = format.comp(component).depth() > 8 ? 2 : 1;
        int channels = format.comp(component).step() / bytes;
        return new Mat(
                height,
                width,
                CV_MAKETYPE(bytes == 2 ? CV_16U : CV_8U, channels),
                frame.data(plane),
                frame.linesize(plane));
    }

    private static AVFrame like(AVFrame frame, int width, int height, int format) {
        AVFrame other = av_frame_alloc();
        av_frame_copy_props(other, frame);
        other.width(width).height(height).format(format);
        if (av_frame_get_buffer(other, 0) < 0) {
            av_frame_free(other);
            throw new OutOfMemoryError("no memory for a picture of " + width + " x " + height);
        }
        return other;
    }

    private static void replace(AVFrame frame, AVFrame by) {
        av_frame_unref(frame);
        av_frame_move_ref(frame, by);
        av_frame_free(by);
    }
}
