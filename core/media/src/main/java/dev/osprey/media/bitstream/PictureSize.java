package dev.osprey.media.bitstream;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_close;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_init;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_parse2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import dev.osprey.media.ffmpeg.Demuxer;
import dev.osprey.media.ffmpeg.FfmpegException;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParserContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/** The size that a packet says its picture has, in pixels, learnt without decoding; 0 x 0 if it says none. */
public record PictureSize(int width, int height) {
    /** Of a packet of the demuxer's track. */
    public static PictureSize of(Demuxer demuxer, byte[] packet) {
        if (demuxer.codec() == Demuxer.Codec.MJPEG) {
            JpegHeader header = JpegHeader.of(packet);
            return new PictureSize(header.width(), header.height());
        }
        AVCodecParserContext parser = av_parser_init(demuxer.parameters().codec_id());
        if (parser == null || parser.isNull()) {
            return new PictureSize(0, 0);
        }
        AVCodecContext context = avcodec_alloc_context3((AVCodec) null);
        // parsers read a little beyond the end
        try (BytePointer data = new BytePointer(Arrays.copyOf(packet, packet.length + AV_INPUT_BUFFER_PADDING_SIZE));
                BytePointer out = new BytePointer((Pointer) null);
                IntPointer size = new IntPointer(1L)) {
            avcodec_parameters_to_context(context, demuxer.parameters());
            parser.flags(AVCodecParserContext.PARSER_FLAG_COMPLETE_FRAMES);
            av_parser_parse2(parser, context, out, size, data, packet.length, AV_NOPTS_VALUE, AV_NOPTS_VALUE, 0);
            return parser.width() > 0
                    ? new PictureSize(parser.width(), parser.height())
                    : new PictureSize(context.width(), context.height());
        } finally {
            av_parser_close(parser);
            avcodec_free_context(context);
        }
    }

    /** Whether a decoder outside FFmpeg makes the picture, which does not know FFmpeg's limit of the size. */
    public static boolean unlimited(Demuxer demuxer) {
        return demuxer.parameters().codec_id() == AV_CODEC_ID_AV1;
    }

    /** @throws FfmpegException if a picture of this size is larger than the demuxer's limits allow */
    public void admit(Demuxer demuxer) throws FfmpegException {
        long maxPixels = demuxer.limits().maxPixels();
        if ((long) width * height > maxPixels) {
            throw FfmpegException.tooLarge(width, height, maxPixels);
        }
    }
}
